// SPDX-License-Identifier: MIT
#include <algorithm>

#include "packet_filter.h"
#include "packet_filter/loads.hpp"
#include "packet_filter/metadata.hpp"

namespace hookline::packet_filter {
namespace {

// No packet is so long; and helpers take no more bits.
constexpr std::uint32_t kMostFar = 0x7fffffff;

}  // namespace

void FarLoads::load(Register to, const ClassicInstruction& instruction, std::size_t)
{
    if (instruction.k > kMostFar) {
        go_for_good(site_.code, site_.exits.reject);
        return site_.code.set(to, 0);
    }
    if (BPF_MODE(instruction.code) == BPF_IND)
        load_variable(instruction.k, instruction.size());
    else
        load_constant(to, instruction.k, instruction.size());
}

// The offset is in kArgument2.
void FarLoads::call_helper(Register to, std::uint32_t size)
{
    auto& code = site_.code;
    code.move(kArgument1, kContext);
    code.move(kArgument3, kMemory);
    code.add(kArgument3, HL_FILTER_LOADED);
    code.set(kArgument4, size);
    code.call(site_.hook.context == Context::skb ? BPF_FUNC_skb_load_bytes : BPF_FUNC_xdp_load_bytes);
    code.jump_if(Width::all, BPF_JNE, kResult, 0, site_.exits.reject);
    code.load(to, kMemory, HL_FILTER_LOADED, size);
    code.swap(to, size);
}

void FarLoads::load_constant(Register to, std::uint32_t offset, std::uint32_t size)
{
    auto& code = site_.code;
    const auto end = offset + size;
    const bool is_tagged = site_.frame == Frame::tagged;
    if (!is_tagged || end <= kTagStart || offset >= kTagEnd) {
        code.set(kArgument2, is_tagged && offset >= kTagEnd ? offset - kTagSize : offset);
        return call_helper(to, size);
    }
    if (offset >= kTagStart && end <= kTagEnd) return load_tag(site_, to, offset, size);
    code.set(kA, 0);  // A is the one that can be wider than a byte
    for (; offset < end; ++offset) {
        code.calculate(BPF_LSH, kA, 8);
        load_constant(kResult, offset, 1);
        code.calculate(BPF_OR, kA, kResult);
    }
}

// kArgument2 = X + offset, as 64 bits.
void FarLoads::add_offset(std::uint32_t offset)
{
    site_.code.move(kArgument2, kX);
    site_.code.add(kArgument2, static_cast<std::int32_t>(offset));
    site_.code.jump_if(Width::all, BPF_JGT, kArgument2, kMostFar, site_.exits.reject);
}

// Into A, which is free: the offset depends on X alone.
void FarLoads::load_variable(std::uint32_t offset, std::uint32_t size)
{
    auto& code = site_.code;
    const bool is_tagged = site_.frame == Frame::tagged;
    if (!is_tagged || offset >= kTagEnd) {
        add_offset(is_tagged ? offset - kTagSize : offset);
        return call_helper(kA, size);
    }
    code.set(kA, 0);
    for (std::uint32_t i = 0; i < size; ++i) {
        code.calculate(BPF_LSH, kA, 8);
        load_variable_byte(offset + i);
        code.calculate(BPF_OR, kA, kResult);
    }
}

// Of a frame with a tag, before, in or after which the byte may be; into kResult.
void FarLoads::load_variable_byte(std::uint32_t offset)
{
    auto& code = site_.code;
    const auto before = code.make_label();
    const auto after = code.make_label();
    const auto done = code.make_label();
    add_offset(offset);
    code.jump_if(Width::all, BPF_JLT, kArgument2, kTagStart, before);
    code.jump_if(Width::all, BPF_JGE, kArgument2, kTagEnd, after);
    load_tag(site_, kResult, kTagStart, kTagSize);
    code.set(kFourth, kTagEnd - 1);
    code.subtract(kFourth, kArgument2);
    code.calculate(BPF_LSH, kFourth, 3);
    code.calculate(BPF_RSH, kResult, kFourth);
    code.calculate(BPF_AND, kResult, 0xff);
    code.jump(done);
    code.place(after);
    code.add(kArgument2, -static_cast<std::int32_t>(kTagSize));
    code.place(before);
    call_helper(kResult, 1);
    code.place(done);
}

}  // namespace hookline::packet_filter
