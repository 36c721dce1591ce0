// SPDX-License-Identifier: MIT
// Attached by an XDP link (Linux 5.9): the kernel detaches it when this process ends, however it ends.
#pragma once

#include <hookline/plugin.hpp>

#include "bpf_support/interfaces.hpp"
#include "bpf_support/unique_fd.hpp"
#include "hook.hpp"

namespace hookline::xdp {

class XdpLink : public Hook {
public:
    // Throws Error with the kernel's words.
    XdpLink(const Host& host, const bpf::Interface& interface, int program_fd, Mode mode);
    ~XdpLink() override;
    XdpLink(const XdpLink&) = delete;
    XdpLink& operator=(const XdpLink&) = delete;
    XdpLink(XdpLink&&) = delete;
    XdpLink& operator=(XdpLink&&) = delete;

private:
    bpf::UniqueFd link_;
};

}  // namespace hookline::xdp
