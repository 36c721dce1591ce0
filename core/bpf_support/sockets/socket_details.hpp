// SPDX-License-Identifier: MIT
// What the kernel's table keeps behind a flow of calls: how its TCP connection does, and whether its peer is known.
#pragma once

#include <hookline/plugin.hpp>

#include "bpf_support/row_details.hpp"

namespace hookline::bpf {

class SocketDetails : public RowDetails {
public:
    // `sees_packets`: those of protocols without ports, beside calls.
    SocketDetails(const Host& host, bool sees_packets) : host_(host), sees_packets_(sees_packets) {}

    // `slot` is that of an hl_socket_flow, but for rows that say other.
    void add_to(hookline_flow& row, const hl_flow_key& key, const hl_slot& slot) override;

private:
    void drop_unknown_ends(hookline_flow& row, const hl_flow_key& key) const;

    Host host_;
    bool sees_packets_;
};

}  // namespace hookline::bpf
