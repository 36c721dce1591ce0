// SPDX-License-Identifier: MIT
#include "bpf_support/cgroups/cgroup_events.hpp"

#include <bpf/libbpf.h>

#include <cerrno>
#include <string>

#include "bpf_support/cgroups/cgroup_event.h"
#include "bpf_support/errors.hpp"
#include "bpf_support/libbpf_log.hpp"
#include "cgroup_events.skel.h"

void destroy_cgroup_events_skeleton(cgroup_events_bpf* skeleton)
{
    cgroup_events_bpf__destroy(skeleton);
}

namespace hookline::bpf {

CgroupEvents::CgroupEvents(const Host& host, CgroupPaths& paths) : host_(host), paths_(paths)
{
    const LibbpfLog log(host);
    skeleton_.reset(cgroup_events_bpf__open());
    if (!skeleton_) throw Error("cannot open the eBPF object: " + kernel_words(errno));
    if (const int error = cgroup_events_bpf__load(skeleton_.get()); error != 0)
        throw Error("the kernel refused the programs: " + kernel_words(error) + log.verifier_hint());
    open_ring();
    attach();
}

void CgroupEvents::attach()
{
    const auto& programs = skeleton_->progs;
    for (const auto* program : {programs.hl_cgroup_made, programs.hl_cgroup_removed, programs.hl_cgroup_renamed}) {
        Link link(bpf_program__attach(program));
        if (!link) throw Error(std::string(bpf_program__name(program)) + ": attaching: " + kernel_words(errno));
        links_.push_back(std::move(link));
    }
}

void CgroupEvents::open_ring()
{
    ring_.reset(ring_buffer__new(bpf_map__fd(skeleton_->maps.hl_cgroups), &CgroupEvents::on_event, &paths_, nullptr));
    if (!ring_) throw Error("cannot map the ring of cgroups: " + kernel_words(errno));
    watch_.emplace(host_, ring_buffer__epoll_fd(ring_.get()), HOOKLINE_READABLE,
                   [this](std::uint32_t) { on_readable(); });
}

void CgroupEvents::read()
{
    const int count = ring_buffer__consume(ring_.get());
    if (count < 0) host_.error("cannot read the ring of cgroups: " + kernel_words(-count));
}

// Between drains, of which there may be none for long.
void CgroupEvents::on_readable()
{
    read();
    paths_.tidy();
}

// A path that may have been cut is none: the next look at the tree finds it.
int CgroupEvents::on_event(void* paths, void* data, std::size_t /*size*/)
{
    auto& known = *static_cast<CgroupPaths*>(paths);
    const auto& event = *static_cast<const hl_cgroup_event*>(data);
    if (event.happening == HL_CGROUP_REMOVED) {
        known.remove(event.id);
        return 0;
    }
    if (event.path_size >= HL_CGROUP_PATH) return 0;
    const std::string path(event.path, event.path_size - 1);
    if (event.happening == HL_CGROUP_RENAMED)
        known.rename(event.id, path);
    else
        known.add(event.id, path);
    return 0;
}

std::uint64_t CgroupEvents::lost() const
{
    return *static_cast<const volatile __u64*>(&skeleton_->bss->hl_cgroups_lost);
}

}  // namespace hookline::bpf
