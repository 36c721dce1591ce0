// SPDX-License-Identifier: MIT
#include "tcx_hook.hpp"

#include <bpf/bpf.h>
#include <hookline/plugin.hpp>

#include <array>
#include <cerrno>

#include "bpf_support/errors.hpp"
#include "bpf_support/program_info.hpp"

namespace hookline::tc {
namespace {

constexpr std::size_t kMostPrograms = 64;  // BPF_MPROG_MAX: no chain is longer

bpf_attach_type attach_type_of(const HookPoint& point)
{
    return point.direction == Direction::in ? BPF_TCX_INGRESS : BPF_TCX_EGRESS;
}

}  // namespace

TcxHook::TcxHook(HookPoint point, int program_fd)
    : Hook(std::move(point)), program_fd_(program_fd), program_id_(bpf::program_info(program_fd).id)
{
    attach();
}

// BPF_F_BEFORE without a program to be before: at the head.
void TcxHook::attach()
{
    LIBBPF_OPTS(bpf_link_create_opts, options, .flags = BPF_F_BEFORE);
    link_.reset(bpf_link_create(program_fd_, point().ifindex(), attach_type_of(point()), &options));
    if (!link_) throw Error(point().text() + ": tcx attach failed: " + bpf::kernel_words(errno));
}

// Closing the link would be enough if nobody else held it, as `bpftool link` does for a moment.
void TcxHook::detach()
{
    if (link_) bpf_link_detach(link_.get());
    link_.reset();
}

// The chain's revision alone is a cheap question; who is first is asked only when it has changed.
std::string TcxHook::ahead_of_us()
{
    const int ifindex = point().ifindex();
    LIBBPF_OPTS(bpf_prog_query_opts, brief);
    if (bpf_prog_query_opts(ifindex, attach_type_of(point()), &brief) != 0) return {};  // the device is going away
    if (brief.revision == revision_) return ahead_;

    std::array<std::uint32_t, kMostPrograms> ids{};
    LIBBPF_OPTS(bpf_prog_query_opts, full, .prog_ids = ids.data(), .count = ids.size());
    if (bpf_prog_query_opts(ifindex, attach_type_of(point()), &full) != 0) return {};
    revision_ = full.revision;
    ahead_ = full.count == 0 || ids[0] == program_id_ ? "" : bpf::describe_program(ids[0]);
    return ahead_;
}

// The kernel attaches a program only once to a chain: it has to leave before it can come back in front. That waits for
// a grace period, about 10 ms, in which its traffic passes unseen.
void TcxHook::move_to_head()
{
    detach();
    attach();
}

}  // namespace hookline::tc
