// SPDX-License-Identifier: MIT
#include "bpf_support/grace_period.hpp"

#include <bpf/bpf.h>
#include <hookline/plugin.hpp>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "bpf_support/errors.hpp"

namespace hookline::bpf {
namespace {

long membarrier(int command)
{
    return ::syscall(SYS_membarrier, command, 0, 0);
}

}  // namespace

// First choice: the kernel promises that when an update of a map of maps returns, no program uses the old inner map
// (maybe_wait_bpf_programs(), since 4.20). Second: membarrier, which has the same effect, but is refused on machines
// with nohz_full, and returns at once where only one CPU is online: there no program is running while we are.
GracePeriod GracePeriod::make()
{
    GracePeriod made;
    made.inner_.reset(bpf_map_create(BPF_MAP_TYPE_ARRAY, "hl_grace_inner", 4, 4, 1, nullptr));
    if (made.inner_) {
        LIBBPF_OPTS(bpf_map_create_opts, options, .inner_map_fd = static_cast<std::uint32_t>(made.inner_.get()));
        made.outer_.reset(bpf_map_create(BPF_MAP_TYPE_ARRAY_OF_MAPS, "hl_grace", 4, 4, 1, &options));
    }
    if (made.outer_) return made;
    const int error = errno;
    const long commands = membarrier(MEMBARRIER_CMD_QUERY);
    if (commands < 0 || (commands & MEMBARRIER_CMD_GLOBAL) == 0)
        throw Error("cannot wait for running programs: map of maps: " + kernel_words(error) +
                    ", and no membarrier either");
    return made;
}

void GracePeriod::wait() const
{
    const std::uint32_t slot = 0;
    const int inner = inner_.get();
    const bool waited = outer_ ? bpf_map_update_elem(outer_.get(), &slot, &inner, BPF_ANY) == 0
                               : membarrier(MEMBARRIER_CMD_GLOBAL) == 0;
    if (!waited) throw Error(std::string("waiting for running programs by ") + way() + ": " + kernel_words(errno));
}

}  // namespace hookline::bpf
