// SPDX-License-Identifier: MIT
// How a TCP connection does, as columns of its row.
#pragma once

#include <hookline/flow.h>

#include <cstdint>

#include "sockets/socket_flow.h"

namespace hookline::bpf {

inline void set_tcp_columns(hookline_flow& row, const hl_tcp_health& tcp)
{
    constexpr std::uint64_t kNanoseconds = 1000;
    const auto set = [&row](hookline_flow_column column, std::uint64_t& place, std::uint64_t value) {
        place = value;
        if (value != 0) row.present |= HOOKLINE_FLOW_BIT(column);
    };
    set(HOOKLINE_FLOW_SRTT, row.srtt, tcp.srtt_us * kNanoseconds);
    set(HOOKLINE_FLOW_RETRANSMITTED_PACKETS, row.retransmitted_packets, tcp.retransmitted);
    set(HOOKLINE_FLOW_RETRANSMITTED_BYTES, row.retransmitted_bytes, tcp.retransmitted_bytes);
    set(HOOKLINE_FLOW_LOST_PACKETS, row.lost_packets, tcp.lost);
    set(HOOKLINE_FLOW_OUT_OF_ORDER_PACKETS, row.out_of_order_packets, tcp.out_of_order);
    set(HOOKLINE_FLOW_RESETS, row.resets, tcp.resets);
}

inline void add_up(hl_tcp_health& sum, const hl_tcp_health& more)
{
    sum.retransmitted_bytes += more.retransmitted_bytes;
    sum.retransmitted += more.retransmitted;
    sum.lost += more.lost;
    sum.out_of_order += more.out_of_order;
    sum.resets += more.resets;
    if (more.srtt_us != 0) sum.srtt_us = more.srtt_us;
}

}  // namespace hookline::bpf
