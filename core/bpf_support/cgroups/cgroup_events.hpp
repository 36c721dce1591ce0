// SPDX-License-Identifier: MIT
// What the kernel tells of cgroups that come and go, into CgroupPaths.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "bpf_support/cgroups/cgroup_paths.hpp"
#include "bpf_support/objects.hpp"

struct cgroup_events_bpf;
void destroy_cgroup_events_skeleton(cgroup_events_bpf* skeleton);

namespace hookline::bpf {

class CgroupEvents {
public:
    // From now on. Throws Error where the kernel refuses the programs. `paths` must outlive it.
    CgroupEvents(const Host& host, CgroupPaths& paths);

    // What has come since the last time. The host's loop does it, too.
    void read();
    // How many found the ring full.
    [[nodiscard]] std::uint64_t lost() const;

private:
    struct FreeRing {
        void operator()(ring_buffer* ring) const { ring_buffer__free(ring); }
    };

    void attach();
    void open_ring();
    void on_readable();
    static int on_event(void* paths, void* data, std::size_t size);

    Host host_;
    CgroupPaths& paths_;
    Skeleton<cgroup_events_bpf, &destroy_cgroup_events_skeleton> skeleton_;
    std::vector<Link> links_;
    std::unique_ptr<ring_buffer, FreeRing> ring_;
    std::optional<Watch> watch_;
};

}  // namespace hookline::bpf
