// SPDX-License-Identifier: MIT
#include "packet_filter/checked_bytes.hpp"

#include <algorithm>
#include <limits>

namespace hookline::packet_filter {

std::uint32_t end_in_memory(const ClassicInstruction& load, Frame frame)
{
    if (!load.is_packet_load() || BPF_MODE(load.code) == BPF_IND || load.k > kMostDirect) return 0;
    const std::uint32_t end = load.k + load.size();
    if (frame != Frame::tagged || end <= kTagStart) return end;
    if (end > kTagEnd) return end - kTagSize;
    return load.k < kTagStart ? kTagStart : 0;
}

CheckedBytes::CheckedBytes(const ClassicProgram& program, Frame frame)
    : wanted_(program.size()), to_check_(program.size())
{
    look_ahead(program, frame);
    look_back(program, frame);
}

// A packet that ends before `wanted_` is rejected sooner or later, whichever way it goes: it may be rejected here.
void CheckedBytes::look_ahead(const ClassicProgram& program, Frame frame)
{
    for (std::size_t index = program.size(); index-- > 0;) {
        if (program[index].kind() == BPF_RET) continue;
        const auto next = successors_of(program, index);
        wanted_[index] =
            std::max(end_in_memory(program[index], frame), std::min(wanted_[next.first], wanted_[next.second]));
    }
}

void CheckedBytes::look_back(const ClassicProgram& program, Frame frame)
{
    std::vector<std::uint32_t> known(program.size(), std::numeric_limits<std::uint32_t>::max());
    known[target_of(program, 0)] = 0;
    const auto reachable = find_reachable(program);
    for (std::size_t index = 0; index < program.size(); ++index) {
        if (!reachable[index] || program[index].kind() == BPF_RET) continue;
        if (end_in_memory(program[index], frame) > known[index]) known[index] = to_check_[index] = wanted_[index];
        const auto next = successors_of(program, index);
        for (const auto successor : {next.first, next.second})
            known[successor] = std::min(known[successor], known[index]);
    }
}

std::uint32_t CheckedBytes::to_check(std::size_t index) const
{
    return to_check_[index];
}

}  // namespace hookline::packet_filter
