// SPDX-License-Identifier: MIT
#include "connection.hpp"

#include <cstring>
#include <random>

namespace hookline::server_names {
namespace {

constexpr std::uint16_t kTcp = 6;
constexpr std::uint16_t kUdp = 17;

// Differs from run to run, so that nobody can send connections that share a place.
const std::uint64_t kSeed = std::uint64_t{std::random_device{}()} << 32 | std::random_device{}();

__extension__ using Wide = unsigned __int128;

struct End {
    std::uint64_t upper;
    std::uint64_t lower;
    std::uint16_t port;

    auto operator<=>(const End&) const = default;
};

End end_of(const std::uint8_t* address, std::uint16_t port)
{
    End end{0, 0, port};
    std::memcpy(&end.upper, address, sizeof end.upper);
    std::memcpy(&end.lower, address + sizeof end.upper, sizeof end.lower);
    return end;
}

}  // namespace

std::size_t ConnectionKey::Hash::operator()(const ConnectionKey& key) const
{
    std::uint64_t mixed = kSeed;
    for (const auto word : key.words) {
        const auto product = static_cast<Wide>(mixed ^ word) * 0x9e3779b97f4a7c15;
        mixed = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^ mixed >> 29;
    }
    return mixed;
}

bool has_connection(const hl_flow_key& flow)
{
    constexpr std::uint8_t kNoPorts = HL_MARK_FRAGMENT | HL_MARK_TRUNCATED | HL_MARK_OTHER;
    return (flow.proto == kTcp || flow.proto == kUdp) && (flow.marks & kNoPorts) == 0;
}

Connection connection_of(const hl_flow_key& flow)
{
    auto low = end_of(flow.src_addr, flow.src_port);
    auto high = end_of(flow.dst_addr, flow.dst_port);
    const bool is_from_higher = high < low;
    if (is_from_higher) std::swap(low, high);
    const auto numbers = std::uint64_t{flow.proto} << 32 | std::uint64_t{low.port} << 16 | high.port;
    return {{{low.upper, low.lower, high.upper, high.lower, numbers}}, is_from_higher};
}

}  // namespace hookline::server_names
