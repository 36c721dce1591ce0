// SPDX-License-Identifier: MIT
#include "hook.hpp"

#include <algorithm>
#include <array>

namespace hookline::bench {

std::span<const Hook> hooks()
{
    static const std::array<Hook, 2> all{{
        {"tc", BPF_PROG_TYPE_SCHED_CLS, "tc.bpf.o", "hl_tc_ingress"},
        {"xdp", BPF_PROG_TYPE_XDP, "xdp.bpf.o", "hl_xdp"},
    }};
    return all;
}

const Hook* hook_named(std::string_view name)
{
    const auto found = std::ranges::find(hooks(), name, &Hook::name);
    return found == hooks().end() ? nullptr : &*found;
}

const Hook* hook_of(bpf_prog_type type)
{
    const auto found = std::ranges::find(hooks(), type, &Hook::type);
    return found == hooks().end() ? nullptr : &*found;
}

std::string hook_names()
{
    std::string names;
    for (const Hook& hook : hooks())
        names += (names.empty() ? "" : ", ") + hook.name;
    return names;
}

std::string to_string(const Shape& shape)
{
    const auto or_unknown = [](const char* name) { return std::string(name == nullptr ? "unknown" : name); };
    return "type " + or_unknown(libbpf_bpf_prog_type_str(shape.type)) + ", expected attach type " +
           or_unknown(libbpf_bpf_attach_type_str(shape.attach_type)) + (shape.frags ? ", frags" : "");
}

void give(bpf_program* program, const Shape& shape)
{
    bpf_program__set_type(program, shape.type);
    bpf_program__set_expected_attach_type(program, shape.attach_type);
    if (shape.frags) bpf_program__set_flags(program, bpf_program__flags(program) | BPF_F_XDP_HAS_FRAGS);
}

}  // namespace hookline::bench
