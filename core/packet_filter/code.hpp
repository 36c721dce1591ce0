// SPDX-License-Identifier: MIT
// eBPF code while it is written: instructions, and jumps to places that come later.
#pragma once

#include <linux/bpf.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hookline::packet_filter {

enum Register : std::uint8_t {
    kResult = BPF_REG_0,
    kData = BPF_REG_1,  // of what can be read directly
    kDataEnd = BPF_REG_2,
    kArgument1 = BPF_REG_1,  // of a call, which leaves nothing in these
    kArgument2 = BPF_REG_2,
    kArgument3 = BPF_REG_3,
    kArgument4 = BPF_REG_4,
    kThird = BPF_REG_3,  // temporary
    kFourth = BPF_REG_4,
    kFifth = BPF_REG_5,
    kContext = BPF_REG_6,
    kA = BPF_REG_7,
    kX = BPF_REG_8,
    kMemory = BPF_REG_9,
};

// BPF_JMP compares 64 bits, BPF_JMP32 the lower 32.
enum class Width : std::uint8_t { all = BPF_JMP, lower = BPF_JMP32 };

class Code {
public:
    using Label = std::size_t;

    Label make_label();
    // The next instruction is where the label leads.
    void place(Label label);
    // Does any jump lead there? The verifier refuses code to which no way leads.
    [[nodiscard]] bool is_used(Label label) const;

    void move(Register to, Register from);
    void set(Register to, std::uint32_t value);  // without sign
    // 64 bits wide. `value` is sign extended.
    void add(Register to, std::int32_t value);
    void add(Register to, Register from);
    void subtract(Register to, Register from);
    // BPF_ADD and so on, of the lower 32 bits; the upper ones become zero.
    void calculate(int operation, Register to, std::uint32_t value);
    void calculate(int operation, Register to, Register from);
    // `size` bytes (1, 2, 4 or 8), in the machine's order.
    void load(Register to, Register base, std::int32_t offset, std::uint32_t size);
    void store(Register base, std::int32_t offset, std::uint32_t value);
    void store(Register base, std::int32_t offset, Register from);
    // From network order.
    void swap(Register value, std::uint32_t size);
    void call(int helper);
    void do_nothing();

    void jump(Label label);
    void jump_if(Width width, int operation, Register left, std::uint32_t right, Label label);
    void jump_if(Width width, int operation, Register left, Register right, Label label);

    [[nodiscard]] std::size_t size() const { return instructions_.size(); }
    // With the jumps filled in. All labels that are used must have been placed.
    [[nodiscard]] std::vector<bpf_insn> link() const;

private:
    struct Jump {
        std::size_t from;
        Label to;
    };
    void emit(int code, std::uint8_t to, std::uint8_t from, std::int32_t offset, std::uint32_t immediate);
    void emit_jump(int code, std::uint8_t left, std::uint8_t right, std::uint32_t immediate, Label label);

    std::vector<bpf_insn> instructions_;
    std::vector<std::size_t> places_;  // of labels
    std::vector<Jump> jumps_;
};

}  // namespace hookline::packet_filter
