// SPDX-License-Identifier: MIT
// Puts our programs on an interface: TCX where the kernel has it, else clsact.
#pragma once

#include <hookline/plugin.hpp>

#include <optional>
#include <string>
#include <vector>

#include "clsact_mark.hpp"
#include "hook.hpp"
#include "tc_program.hpp"

namespace hookline::tc {

struct AttachChoice {
    std::string way = "auto";  // "auto", "tcx", "clsact"
    std::vector<Direction> directions = {Direction::in, Direction::out};
};

class Attacher {
public:
    Attacher(const Host& host, AttachChoice choice) : host_(host), choice_(std::move(choice)) {}

    // A hook for each direction. Warns of what sees packets before us all the same. Throws Error, and then nothing is
    // attached.
    std::vector<HookPtr> attach(const bpf::Interface& interface, TcProgram& program);

private:
    bool use_tcx(const bpf::Interface& interface) const;

    Host host_;
    AttachChoice choice_;
    std::optional<ClsactOwner> owner_;  // made when the first filter is
};

}  // namespace hookline::tc
