// SPDX-License-Identifier: MIT
#include "packet_filter/code.hpp"

#include <algorithm>

namespace hookline::packet_filter {
namespace {

int size_code(std::uint32_t size)
{
    switch (size) {
    case 8: return BPF_DW;
    case 4: return BPF_W;
    case 2: return BPF_H;
    default: return BPF_B;
    }
}

}  // namespace

Code::Label Code::make_label()
{
    places_.push_back(0);
    return places_.size() - 1;
}

void Code::place(Label label)
{
    places_[label] = instructions_.size();
}

bool Code::is_used(Label label) const
{
    return std::ranges::any_of(jumps_, [label](const Jump& jump) { return jump.to == label; });
}

void Code::emit(int code, std::uint8_t to, std::uint8_t from, std::int32_t offset, std::uint32_t immediate)
{
    bpf_insn instruction{};
    instruction.code = static_cast<std::uint8_t>(code);
    instruction.dst_reg = to & 0xfU;
    instruction.src_reg = from & 0xfU;
    instruction.off = static_cast<std::int16_t>(offset);
    instruction.imm = static_cast<std::int32_t>(immediate);
    instructions_.push_back(instruction);
}

void Code::emit_jump(int code, std::uint8_t left, std::uint8_t right, std::uint32_t immediate, Label label)
{
    jumps_.push_back({instructions_.size(), label});
    emit(code, left, right, 0, immediate);
}

void Code::move(Register to, Register from)
{
    emit(BPF_ALU64 | BPF_MOV | BPF_X, to, from, 0, 0);
}

void Code::set(Register to, std::uint32_t value)
{
    emit(BPF_ALU | BPF_MOV | BPF_K, to, 0, 0, value);
}

void Code::add(Register to, std::int32_t value)
{
    if (value != 0) emit(BPF_ALU64 | BPF_ADD | BPF_K, to, 0, 0, static_cast<std::uint32_t>(value));
}

void Code::add(Register to, Register from)
{
    emit(BPF_ALU64 | BPF_ADD | BPF_X, to, from, 0, 0);
}

void Code::subtract(Register to, Register from)
{
    emit(BPF_ALU64 | BPF_SUB | BPF_X, to, from, 0, 0);
}

void Code::calculate(int operation, Register to, std::uint32_t value)
{
    emit(BPF_ALU | operation | BPF_K, to, 0, 0, value);
}

void Code::calculate(int operation, Register to, Register from)
{
    emit(BPF_ALU | operation | BPF_X, to, from, 0, 0);
}

void Code::load(Register to, Register base, std::int32_t offset, std::uint32_t size)
{
    emit(BPF_LDX | BPF_MEM | size_code(size), to, base, offset, 0);
}

void Code::store(Register base, std::int32_t offset, std::uint32_t value)
{
    emit(BPF_ST | BPF_MEM | BPF_W, base, 0, offset, value);
}

void Code::store(Register base, std::int32_t offset, Register from)
{
    emit(BPF_STX | BPF_MEM | BPF_W, base, from, offset, 0);
}

void Code::swap(Register value, std::uint32_t size)
{
    if (size > 1) emit(BPF_ALU | BPF_END | BPF_TO_BE, value, 0, 0, 8 * size);
}

void Code::call(int helper)
{
    emit(BPF_JMP | BPF_CALL, 0, 0, 0, static_cast<std::uint32_t>(helper));
}

void Code::do_nothing()
{
    emit(BPF_JMP | BPF_JA, 0, 0, 0, 0);
}

void Code::jump(Label label)
{
    emit_jump(BPF_JMP | BPF_JA, 0, 0, 0, label);
}

void Code::jump_if(Width width, int operation, Register left, std::uint32_t right, Label label)
{
    emit_jump(static_cast<int>(width) | operation | BPF_K, left, 0, right, label);
}

void Code::jump_if(Width width, int operation, Register left, Register right, Label label)
{
    emit_jump(static_cast<int>(width) | operation | BPF_X, left, right, 0, label);
}

// What is too far for a jump is too long for the room that there is, which the caller says.
std::vector<bpf_insn> Code::link() const
{
    auto linked = instructions_;
    for (const auto& jump : jumps_)
        linked[jump.from].off = static_cast<std::int16_t>(places_[jump.to] - jump.from - 1);
    return linked;
}

}  // namespace hookline::packet_filter
