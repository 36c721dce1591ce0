// SPDX-License-Identifier: MIT
// The link types that link_type_fuzz chooses from; the first byte of its input counts through them.
#pragma once

#include <pcap/dlt.h>

#include <array>

namespace hookline::fuzz {

constexpr std::array kLinkTypes = {
    DLT_EN10MB, DLT_RAW,  DLT_IPV4, DLT_IPV6,       DLT_LINUX_SLL, DLT_LINUX_SLL2,
    DLT_NULL,   DLT_LOOP, DLT_PPP,  DLT_PPP_SERIAL, DLT_PPP_PPPD,  DLT_C_HDLC,
};

}  // namespace hookline::fuzz
