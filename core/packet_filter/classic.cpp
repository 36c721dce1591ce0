// SPDX-License-Identifier: MIT
#include "packet_filter/classic.hpp"

#include <algorithm>
#include <set>

namespace hookline::packet_filter {

bool ClassicInstruction::is_packet_load() const
{
    const int mode = BPF_MODE(code);
    if (kind() == BPF_LD) return mode == BPF_ABS || mode == BPF_IND;
    return kind() == BPF_LDX && mode == BPF_MSH;
}

std::uint32_t ClassicInstruction::size() const
{
    switch (BPF_SIZE(code)) {
    case BPF_W: return 4;
    case BPF_H: return 2;
    default: return 1;
    }
}

std::optional<std::uint32_t> ClassicInstruction::ancillary() const
{
    constexpr auto kFirst = static_cast<std::uint32_t>(SKF_AD_OFF);
    if (kind() != BPF_LD || BPF_MODE(code) != BPF_ABS || k < kFirst) return std::nullopt;
    return k - kFirst;
}

std::size_t target_of(const ClassicProgram& program, std::size_t index)
{
    while (program[index].code == (BPF_JMP | BPF_JA))
        index += 1 + program[index].k;
    return index;
}

Successors successors_of(const ClassicProgram& program, std::size_t index)
{
    const auto& instruction = program[index];
    const std::size_t next = index + 1;
    if (!instruction.is_conditional()) return {target_of(program, next), target_of(program, next)};
    return {target_of(program, next + instruction.jump_true), target_of(program, next + instruction.jump_false)};
}

std::vector<bool> find_reachable(const ClassicProgram& program)
{
    std::vector<bool> reachable(program.size());
    reachable[target_of(program, 0)] = true;
    for (std::size_t index = 0; index < program.size(); ++index) {
        if (!reachable[index] || program[index].kind() == BPF_RET) continue;
        const auto next = successors_of(program, index);
        reachable[next.first] = reachable[next.second] = true;
    }
    return reachable;
}

std::vector<std::uint32_t> words_read(const ClassicProgram& program)
{
    std::set<std::uint32_t> words;
    for (const auto& instruction : program)
        if ((instruction.kind() == BPF_LD || instruction.kind() == BPF_LDX) && BPF_MODE(instruction.code) == BPF_MEM)
            words.insert(instruction.k);
    return {words.begin(), words.end()};
}

bool reads_length(const ClassicProgram& program)
{
    return std::ranges::any_of(program, [](const auto& instruction) {
        return (instruction.kind() == BPF_LD || instruction.kind() == BPF_LDX) && BPF_MODE(instruction.code) == BPF_LEN;
    });
}

}  // namespace hookline::packet_filter
