// SPDX-License-Identifier: MIT
#include "packet_filter/loads.hpp"
#include "packet_filter/metadata.hpp"

namespace hookline::packet_filter {
namespace {

// The verifier wants to know that a pointer stays within 64 KiB of the packet's start (MAX_PACKET_OFF).
constexpr std::uint32_t kMostVariable = 0xfff0;

bool is_inside_tag(std::uint32_t offset, std::uint32_t size)
{
    return offset >= kTagStart && offset + size <= kTagEnd;
}

}  // namespace

void NearLoads::begin()
{
    load_data_pointers(site_);
}

void NearLoads::give_up(Register to)
{
    go_for_good(site_.code, otherwise_);
    site_.code.set(to, 0);
}

void NearLoads::load(Register to, const ClassicInstruction& instruction, std::size_t index)
{
    auto& code = site_.code;
    const auto size = instruction.size();
    if (BPF_MODE(instruction.code) == BPF_IND) return load_variable(to, instruction);
    if (instruction.k > kMostDirect) return give_up(to);
    if (const auto bytes = checked_.to_check(index); bytes > 0) {
        code.move(kThird, kData);
        code.add(kThird, static_cast<std::int32_t>(bytes));
        code.jump_if(Width::all, BPF_JGT, kThird, kDataEnd, otherwise_);
    }
    load_at(to, instruction.k, size);
}

void NearLoads::load_at(Register to, std::uint32_t offset, std::uint32_t size)
{
    if (site_.frame == Frame::tagged && offset + size > kTagStart && offset < kTagEnd) {
        if (is_inside_tag(offset, size)) return load_tag(site_, to, offset, size);
        return give_up(to);  // half of it: nobody asks for that in earnest
    }
    if (site_.frame == Frame::tagged && offset >= kTagEnd) offset -= kTagSize;
    site_.code.load(to, kData, static_cast<std::int32_t>(offset), size);
    site_.code.swap(to, size);
}

void NearLoads::load_variable(Register to, const ClassicInstruction& instruction)
{
    auto& code = site_.code;
    if (!site_.hook.may_add_variables || instruction.k > kMostVariable) return give_up(to);
    find_variable_offset(instruction);
    code.jump_if(Width::all, BPF_JGT, kThird, kMostVariable, otherwise_);
    code.add(kThird, kData);
    code.move(kFourth, kThird);
    code.add(kFourth, static_cast<std::int32_t>(instruction.size()));
    code.jump_if(Width::all, BPF_JGT, kFourth, kDataEnd, otherwise_);
    code.load(to, kThird, 0, instruction.size());
    code.swap(to, instruction.size());
}

// Into kThird, as it is in memory.
void NearLoads::find_variable_offset(const ClassicInstruction& instruction)
{
    auto& code = site_.code;
    code.move(kThird, kX);
    auto offset = static_cast<std::int32_t>(instruction.k);
    if (site_.frame == Frame::tagged) {
        if (instruction.k < kTagEnd) code.jump_if(Width::all, BPF_JLT, kThird, kTagEnd - instruction.k, otherwise_);
        offset -= static_cast<std::int32_t>(kTagSize);
    }
    code.add(kThird, offset);
}

}  // namespace hookline::packet_filter
