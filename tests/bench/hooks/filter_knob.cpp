// SPDX-License-Identifier: MIT
#include "filter_knob.hpp"

#include <bpf/btf.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "error.hpp"
#include "packet_filter/packet_filter.hpp"

namespace hookline::bench {
namespace {

constexpr const char* kConstants = ".rodata";
constexpr const char* kKnob = "hl_filter_on";

// What a skeleton has as a member.
std::uint8_t* find_knob(bpf_object* object)
{
    const btf* types = bpf_object__btf(object);
    const int section = btf__find_by_name_kind(types, kConstants, BTF_KIND_DATASEC);
    bpf_map* map = nullptr;
    do
        map = bpf_object__next_map(object, map);
    while (map != nullptr && !std::string_view(bpf_map__name(map)).ends_with(kConstants));
    if (section < 0 || map == nullptr) return nullptr;
    const btf_type* type = btf__type_by_id(types, static_cast<__u32>(section));
    const std::span variables(btf_var_secinfos(type), btf_vlen(type));
    const auto found = std::ranges::find_if(variables, [&](const btf_var_secinfo& variable) {
        return std::string_view(btf__name_by_offset(types, btf__type_by_id(types, variable.type)->name_off)) == kKnob;
    });
    std::size_t size = 0;
    auto* values = static_cast<std::uint8_t*>(bpf_map__initial_value(map, &size));
    return found == variables.end() || values == nullptr ? nullptr : values + found->offset;
}

}  // namespace

void set_filter(bpf_object* object, bpf_program* program, const std::string& expression)
try {
    auto* knob = find_knob(object);
    if (knob == nullptr) throw Error(std::string("there is no ") + kKnob + " in " + bpf_object__name(object));
    const bool is_xdp = bpf_program__type(program) == BPF_PROG_TYPE_XDP;
    const packet_filter::PacketFilter filter(expression);
    filter.install(program, is_xdp ? packet_filter::xdp_hook(false) : packet_filter::tc_hook(false));
    *knob = 1;
} catch (const std::exception& reason) {
    throw Error("--filter: " + std::string(reason.what()));
}

}  // namespace hookline::bench
