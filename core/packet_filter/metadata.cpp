// SPDX-License-Identifier: MIT
#include "packet_filter/metadata.hpp"

#include <linux/filter.h>
#include <linux/if_packet.h>

#include <hookline/plugin.hpp>

#include <cstddef>
#include <span>
#include <string>

#include "packet_filter.h"

namespace hookline::packet_filter {
namespace {

constexpr std::uint32_t kWord = 4;

struct Field {
    std::uint32_t ancillary;
    std::size_t offset;  // in the context
    std::uint32_t swapped = 0;  // size of what is in network order
};

constexpr Field kSkbFields[] = {
    {SKF_AD_PROTOCOL, offsetof(__sk_buff, protocol), 2},
    {SKF_AD_PKTTYPE, offsetof(__sk_buff, pkt_type)},
    {SKF_AD_IFINDEX, offsetof(__sk_buff, ifindex)},
    {SKF_AD_MARK, offsetof(__sk_buff, mark)},
    {SKF_AD_QUEUE, offsetof(__sk_buff, queue_mapping)},
    {SKF_AD_RXHASH, offsetof(__sk_buff, hash)},
    {SKF_AD_VLAN_TAG, offsetof(__sk_buff, vlan_tci)},
    {SKF_AD_VLAN_TAG_PRESENT, offsetof(__sk_buff, vlan_present)},
    {SKF_AD_VLAN_TPID, offsetof(__sk_buff, vlan_proto), 2},
};
constexpr Field kXdpFields[] = {
    {SKF_AD_IFINDEX, offsetof(xdp_md, ingress_ifindex)},
    {SKF_AD_QUEUE, offsetof(xdp_md, rx_queue_index)},
};

bool is_skb(const Site& site)
{
    return site.hook.context == Context::skb;
}

void load_field(const Site& site, Register to, std::size_t offset)
{
    site.code.load(to, kContext, static_cast<std::int32_t>(offset), kWord);
}

// Known without asking: the hook has one direction, and XDP comes before any tag is taken out of the frame.
bool set_known(const Site& site, std::uint32_t field)
{
    if (field == SKF_AD_PKTTYPE && (site.hook.sends || !is_skb(site))) {
        site.code.set(kA, site.hook.sends ? PACKET_OUTGOING : PACKET_HOST);
        return true;
    }
    if (field != SKF_AD_VLAN_TAG_PRESENT || is_skb(site)) return false;
    site.code.set(kA, 0);
    return true;
}

}  // namespace

void load_data_pointers(const Site& site)
{
    load_field(site, kData, is_skb(site) ? offsetof(__sk_buff, data) : offsetof(xdp_md, data));
    load_field(site, kDataEnd, is_skb(site) ? offsetof(__sk_buff, data_end) : offsetof(xdp_md, data_end));
}

void keep_length(const Site& site)
{
    if (is_skb(site)) return;
    auto& code = site.code;
    if (site.hook.has_far_bytes) {
        code.move(kArgument1, kContext);
        code.call(BPF_FUNC_xdp_get_buff_len);
    } else {
        load_data_pointers(site);
        code.move(kResult, kDataEnd);
        code.subtract(kResult, kData);
    }
    code.store(kMemory, HL_FILTER_LENGTH, kResult);
}

void load_length(const Site& site, Register to)
{
    if (is_skb(site))
        load_field(site, to, offsetof(__sk_buff, len));
    else
        site.code.load(to, kMemory, HL_FILTER_LENGTH, kWord);
    if (site.frame == Frame::tagged) site.code.calculate(BPF_ADD, to, kTagSize);
}

void load_ancillary(const Site& site, std::uint32_t field)
{
    if (set_known(site, field)) return;
    for (const auto& known : is_skb(site) ? std::span<const Field>(kSkbFields) : std::span<const Field>(kXdpFields)) {
        if (known.ancillary != field) continue;
        load_field(site, kA, known.offset);
        return site.code.swap(kA, known.swapped);
    }
    throw Error("asks the kernel for what it does not tell at this hook (SKF_AD_OFF + " + std::to_string(field) +
                " of linux/filter.h)");
}

void load_tag(const Site& site, Register to, std::uint32_t offset, std::uint32_t size)
{
    auto& code = site.code;
    load_field(site, to, offsetof(__sk_buff, vlan_proto));
    code.swap(to, 2);
    code.calculate(BPF_LSH, to, 16);
    load_field(site, kThird, offsetof(__sk_buff, vlan_tci));
    code.calculate(BPF_OR, to, kThird);
    const auto after = kTagEnd - offset - size;
    if (after > 0) code.calculate(BPF_RSH, to, 8 * after);
    if (size < kTagSize) code.calculate(BPF_AND, to, (1U << (8 * size)) - 1);
}

}  // namespace hookline::packet_filter
