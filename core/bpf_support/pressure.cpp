// SPDX-License-Identifier: MIT
#include "bpf_support/pressure.hpp"

#include <string>

namespace hookline::bpf {
namespace {

constexpr int kCalmTicks = 50;  // five seconds at the default tick: a flood that pulses is one

}  // namespace

void Pressure::add(const hl_flow_key& key, const hl_slot& slot)
{
    const bool has_network = key.prefix_length != 0;
    (has_network ? by_network_ : by_protocol_) += slot.packets;
    host_.count(HOOKLINE_NOTED, has_network ? "other_by_network" : "other_by_protocol", slot.packets, slot.bytes);
}

void Pressure::tick()
{
    const auto packets = by_network_ + by_protocol_;
    by_network_ = by_protocol_ = 0;
    total_ += packets;
    if (packets != 0) {
        if (!is_on_) say_begin();
        is_on_ = true;
        calm_ticks_ = 0;
    } else if (is_on_ && ++calm_ticks_ == kCalmTicks) {
        is_on_ = false;
        host_.warn("flow table: room for every flow again; " + std::to_string(total_) +
                   " packets were counted by network or protocol meanwhile");
        total_ = 0;
    }
}

void Pressure::say_begin() const
{
    host_.warn(
        "flow table: under pressure, more flows than max_entries has room for; heavy flows keep their rows, the "
        "packets of the others are counted by network (/24, /48) or protocol in rows that say other");
}

}  // namespace hookline::bpf
