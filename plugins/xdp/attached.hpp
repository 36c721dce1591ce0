// SPDX-License-Identifier: MIT
// What is attached to the XDP hook of an interface, ours or not.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bpf_support/interfaces.hpp"
#include "hook.hpp"

namespace hookline::xdp {

// A program that libxdp's dispatcher calls.
struct Part {
    std::uint32_t id;
    std::string text;  // "program foreign (id 12, priority 50, goes on after XDP_PASS)"
};

struct Attached {
    Mode mode = Mode::native;
    std::uint32_t id = 0;
    std::string text;            // "program foreign (id 12)"
    bool is_dispatcher = false;
    std::vector<Part> parts;  // of a dispatcher, in the order in which it calls them
};

// Throws Error.
std::optional<Attached> look_at(const Host& host, const bpf::Interface& interface);

}  // namespace hookline::xdp
