// SPDX-License-Identifier: MIT
#include "packet_filter/filter_code.hpp"

#include <hookline/plugin.hpp>

#include <cstddef>
#include <string>

#include "link_kind.h"
#include "packet_filter/translate.hpp"

namespace hookline::packet_filter {
namespace {

constexpr Register kKind = kData;  // until that is loaded

class Composer {
public:
    Composer(const Programs& programs, const Hook& hook) : programs_(programs), hook_(hook)
    {
        if (hook.has_link_header)
            any_frame();
        else
            part(programs.network, Frame::network);
    }

    // The jumps to the end are always taken, and the verifier knows that, but it wants to see a way to what comes behind.
    std::vector<bpf_insn> link(std::optional<std::size_t> room)
    {
        const auto end = code_.make_label();
        if (code_.is_used(exits_.accept)) {
            code_.place(exits_.accept);
            code_.set(kResult, 1);
            code_.jump_if(Width::lower, BPF_JEQ, kResult, 1U, end);
        }
        code_.place(exits_.reject);
        code_.set(kResult, 0);
        code_.jump_if(Width::lower, BPF_JEQ, kResult, 0U, end);
        const auto needed = code_.size();
        if (room && needed > *room) throw too_long(needed, *room);
        while (code_.size() < room.value_or(0))
            code_.do_nothing();
        code_.place(end);
        return code_.link();
    }

private:
    static Error too_long(std::size_t needed, std::size_t room)
    {
        return Error("is too long for the kernel program: it takes " + std::to_string(needed) +
                     " instructions, and there is room for " + std::to_string(room) +
                     "; name networks instead of hosts, or count all and take what is wanted by `where`");
    }

    void any_frame()
    {
        const auto network = code_.make_label();
        const auto tagged = code_.make_label();
        code_.jump_if(Width::lower, BPF_JEQ, kKind, HL_LINK_NONE, network);
        code_.jump_if(Width::lower, BPF_JNE, kKind, HL_LINK_ETHERNET, exits_.reject);
        if (hook_.context == Context::skb) {
            code_.load(kResult, kContext, offsetof(__sk_buff, vlan_present), sizeof(__u32));
            code_.jump_if(Width::lower, BPF_JNE, kResult, 0U, tagged);
        }
        part(programs_.ethernet, Frame::ethernet);
        if (hook_.context == Context::skb) {
            code_.place(tagged);
            part(programs_.ethernet, Frame::tagged);
        }
        code_.place(network);
        part(programs_.network, Frame::network);
    }

    void part(const Compiled& compiled, Frame frame)
    {
        if (compiled.problem.empty())
            translate({code_, hook_, frame, exits_}, compiled.program);
        else
            code_.jump(exits_.reject);
    }

    const Programs& programs_;
    const Hook& hook_;
    Code code_;
    Exits exits_{code_.make_label(), code_.make_label()};
};

}  // namespace

std::vector<bpf_insn> filter_code(const Programs& programs, const Hook& hook, std::optional<std::size_t> room)
{
    return Composer(programs, hook).link(room);
}

}  // namespace hookline::packet_filter
