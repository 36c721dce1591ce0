// SPDX-License-Identifier: MIT
#include "places.hpp"

#include "bpf_support/probes.hpp"
#include "packet_filter/packet_filter.hpp"

namespace hookline::test {
namespace {

using packet_filter::Frame;
using packet_filter::Hook;

constexpr std::size_t kEthernetHeader = 14;
constexpr std::size_t kMostRun = 3400;  // bpf_prog_test_run() takes what fits into a page with all that goes around it

Hook far_only(Hook hook)
{
    hook.has_near_bytes = false;
    return hook;
}

Hook without_variables(Hook hook)
{
    hook.may_add_variables = false;
    return hook;
}

}  // namespace

std::vector<Place> places()
{
    constexpr auto kTc = BPF_PROG_TYPE_SCHED_CLS;
    constexpr auto kGroup = BPF_PROG_TYPE_CGROUP_SKB;
    const auto tc = packet_filter::tc_hook(false);
    const auto group = packet_filter::cgroup_hook(false);
    std::vector<Place> all = {
        {.name = "tc", .type = kTc, .hook = tc},
        {.name = "tc, by helper", .type = kTc, .hook = far_only(tc)},
        {.name = "tc, without CAP_PERFMON", .type = kTc, .hook = without_variables(tc)},
        {.name = "tc, tag", .type = kTc, .hook = tc, .frame = Frame::tagged, .tag = {0x8100, 0x6005}},
        {.name = "tc, tag, by helper", .type = kTc, .hook = far_only(tc), .frame = Frame::tagged, .tag = {0x88a8, 100}},
        {.name = "xdp", .type = BPF_PROG_TYPE_XDP, .hook = packet_filter::xdp_hook(false)},
        {.name = "cgroup", .type = kGroup, .hook = group, .frame = Frame::network},
        {.name = "cgroup, by helper", .type = kGroup, .hook = far_only(group), .frame = Frame::network},
    };
    if (bpf::has_xdp_frags())
        for (const std::uint32_t first : {14U, 34U, 60U})
            all.push_back({.name = "xdp, first buffer of " + std::to_string(first),
                           .type = BPF_PROG_TYPE_XDP,
                           .hook = packet_filter::xdp_hook(true),
                           .first = first});
    return all;
}

std::optional<Bytes> on_the_wire(const Place& place, const Bytes& frame)
{
    if (frame.size() <= kEthernetHeader || frame.size() > kMostRun) return std::nullopt;
    const int ethertype = frame[12] << 8 | frame[13];
    Bytes wire = frame;
    switch (place.frame) {
    case Frame::ethernet: return wire;
    case Frame::tagged: {
        const auto [tpid, tci] = place.tag;
        const auto byte = [](int value) { return static_cast<std::uint8_t>(value); };
        wire.insert(wire.begin() + 12, {byte(tpid >> 8), byte(tpid), byte(tci >> 8), byte(tci)});
        return wire;
    }
    case Frame::network: break;
    }
    if (ethertype != 0x0800 && ethertype != 0x86dd) return std::nullopt;
    wire.erase(wire.begin(), wire.begin() + kEthernetHeader);
    return wire;
}

packet_filter::LinkHeader link_header_of(const Place& place)
{
    return place.frame == Frame::network ? packet_filter::LinkHeader::none : packet_filter::LinkHeader::ethernet;
}

packet_filter::Programs only(const Place& place, packet_filter::Compiled program)
{
    const packet_filter::Compiled none{{}, "not of this kind"};
    return place.frame == Frame::network ? packet_filter::Programs{none, std::move(program)}
                                         : packet_filter::Programs{std::move(program), none};
}

}  // namespace hookline::test
