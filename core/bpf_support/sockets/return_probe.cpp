// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/return_probe.hpp"

#include <cerrno>
#include <hookline/plugin.hpp>

#include "bpf_support/errors.hpp"

namespace hookline::bpf {

ReturnProbe attach_to_return(const bpf_program* program, const std::string& function)
{
    const KprobeEvents events;
    auto event = events.add_return(function);
    auto descriptor = events.open(*event);
    Link link(bpf_program__attach_perf_event(program, descriptor.get()));
    if (!link) throw Error("attaching to kprobe event " + *event + ": " + kernel_words(errno));
    static_cast<void>(descriptor.release());  // the link's from now on
    return {std::move(event), std::move(link)};
}

}  // namespace hookline::bpf
