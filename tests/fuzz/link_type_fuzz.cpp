// SPDX-License-Identifier: MIT
// The pcap capture's way from a link type to the parser. Input: a byte for the link type, then the frame.
#include "exact_copy.hpp"
#include "link_type.hpp"
#include "link_types.hpp"
#include "packet_rules.hpp"

#include <algorithm>

using namespace hookline::fuzz;

namespace {

constexpr std::size_t kMostCuts = 128;
constexpr std::uint32_t kMostLinkHeader = 20;  // LINUX_SLL2

hl_packet parse(hookline::pcap::ParseFrame parse_frame, const ExactCopy& frame, int fill)
{
    hl_packet packet;
    std::memset(&packet, fill, sizeof packet);
    parse_frame(frame.begin(), static_cast<std::uint32_t>(frame.size()), packet);
    return packet;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 1) return -1;
    const auto parse_frame = hookline::pcap::parser_for(kLinkTypes[data[0] % kLinkTypes.size()]);
    ExactCopy frame(data + 1, size - 1);
    if (parse_frame == nullptr) std::abort();
    for (std::size_t cut = std::min(frame.size(), kMostCuts) + 1; cut-- > 0;) {
        const hl_packet packet = parse(parse_frame, frame, 0);
        require(packet.key.direction <= HL_DIRECTION_OUT, "direction is one of its values", packet);
        require(same(parse(parse_frame, frame, 0xee), packet), "every byte is set", packet);
        check_packet(packet, kMostLinkHeader);
        frame.cut_to(cut);
    }
    return 0;
}
