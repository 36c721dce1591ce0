// SPDX-License-Identifier: MIT
#include "xdp_link.hpp"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <cerrno>

#include "bpf_support/errors.hpp"
#include "bpf_support/libbpf_log.hpp"

namespace hookline::xdp {
namespace {

// bpf(2) gives a number only. Asked the same by netlink, the kernel and the driver say what they mean by it.
std::string reason(const Host& host, int ifindex, int program_fd, Mode mode, int error)
{
    const bpf::LibbpfLog log(host);
    const auto flags = flag_of(mode) | XDP_FLAGS_UPDATE_IF_NOEXIST;
    if (bpf_xdp_attach(ifindex, program_fd, flags, nullptr) == 0) bpf_xdp_detach(ifindex, flag_of(mode), nullptr);
    const auto& words = log.kernel_message();
    return bpf::kernel_words(error) + (words.empty() ? "" : ": \"" + words + "\"");
}

}  // namespace

XdpLink::XdpLink(const Host& host, const bpf::Interface& interface, int program_fd, Mode mode)
{
    const auto ifindex = static_cast<int>(interface.index);
    LIBBPF_OPTS(bpf_link_create_opts, options, .flags = flag_of(mode));
    link_.reset(bpf_link_create(program_fd, ifindex, BPF_XDP, &options));
    if (link_) return;
    throw Error(interface.name + ": attaching in " + text_of(mode) +
                " mode failed: " + reason(host, ifindex, program_fd, mode, errno));
}

// Closing the link would be enough if nobody else held it, as `bpftool link` does for a moment.
XdpLink::~XdpLink()
{
    bpf_link_detach(link_.get());
}

}  // namespace hookline::xdp
