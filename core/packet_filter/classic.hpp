// SPDX-License-Identifier: MIT
// A program of classic BPF, as libpcap compiles it, and what can be known of it before it runs. All its jumps go forward
// (unroll() sees to that): one pass over it sees every instruction after all that lead there.
#pragma once

#include <linux/filter.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace hookline::packet_filter {

// As struct bpf_insn of libpcap and struct sock_filter of the kernel, with wider jumps. The former's name is the kernel's
// for eBPF.
struct ClassicInstruction {
    std::uint16_t code;
    std::uint32_t jump_true;
    std::uint32_t jump_false;
    std::uint32_t k;

    [[nodiscard]] int kind() const { return BPF_CLASS(code); }
    [[nodiscard]] int operation() const { return BPF_OP(code); }
    [[nodiscard]] bool is_conditional() const { return kind() == BPF_JMP && operation() != BPF_JA; }
    [[nodiscard]] bool returns_constant() const { return kind() == BPF_RET && BPF_RVAL(code) == BPF_K; }
    [[nodiscard]] bool is_packet_load() const;
    // Of a packet load, in bytes.
    [[nodiscard]] std::uint32_t size() const;
    // SKF_AD_..., when it loads something that the kernel knows of the packet, not bytes of it.
    [[nodiscard]] std::optional<std::uint32_t> ancillary() const;
};

using ClassicProgram = std::vector<ClassicInstruction>;

// Where a jump to `index` ends up, past unconditional jumps.
std::size_t target_of(const ClassicProgram& program, std::size_t index);

// Where an instruction that is no return can lead, as target_of() has it.
struct Successors {
    std::size_t first;
    std::size_t second;
};
Successors successors_of(const ClassicProgram& program, std::size_t index);

std::vector<bool> find_reachable(const ClassicProgram& program);

// Which words of M[] are read.
std::vector<std::uint32_t> words_read(const ClassicProgram& program);

bool reads_length(const ClassicProgram& program);

}  // namespace hookline::packet_filter
