// SPDX-License-Identifier: MIT
// What the kernel says of a packet beside its bytes.
#pragma once

#include "packet_filter/target.hpp"

namespace hookline::packet_filter {

// struct __sk_buff's or struct xdp_md's.
void load_data_pointers(const Site& site);

// Once, at the start: where the length takes a call or a subtraction, it is kept in memory. Leaves no data pointers.
void keep_length(const Site& site);
void load_length(const Site& site, Register to);

// `field`: SKF_AD_... of linux/filter.h. Throws Error when the hook has none.
void load_ancillary(const Site& site, std::uint32_t field);

// `size` bytes of the tag from `offset` on, which all lie in it. Uses kThird.
void load_tag(const Site& site, Register to, std::uint32_t offset, std::uint32_t size);

}  // namespace hookline::packet_filter
