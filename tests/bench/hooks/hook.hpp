// SPDX-License-Identifier: MIT
// The hooks that can be measured, one entry each.
#pragma once

#include <bpf/libbpf.h>

#include <span>
#include <string>
#include <string_view>

namespace hookline::bench {

// Its driver is drive_NAME and its empty program empty_NAME in bench_driver.bpf.c, bare parsing is parse_NAME in
// bench_parser.bpf.c.
struct Hook {
    std::string name;
    bpf_prog_type type;
    std::string object;  // the full program: file and name
    std::string program;
};

std::span<const Hook> hooks();
const Hook* hook_named(std::string_view name);  // null: there is none
const Hook* hook_of(bpf_prog_type type);
std::string hook_names();  // "tc, xdp"

// What a prog array of the kernel wants all its programs, and the one that calls into it, to have in common.
struct Shape {
    bpf_prog_type type;
    bpf_attach_type attach_type;
    bool frags;  // XDP: multi-buffer frames are welcome

    bool operator==(const Shape&) const = default;
};

std::string to_string(const Shape& shape);
void give(bpf_program* program, const Shape& shape);  // before load

}  // namespace hookline::bench
