// SPDX-License-Identifier: MIT
// Has something got in front of us? What ends the chain there hides traffic from us.
#pragma once

#include <hookline/plugin.hpp>

#include <set>
#include <string>

#include "hook.hpp"

namespace hookline::tc {

class HeadWatch {
public:
    explicit HeadWatch(const Host& host) : host_(host) {}

    // At each tick. Moves back to the head, once for each hook: two programs that both insist would never stop. Counts
    // each tick that a hook was not at the head as `not_at_head`.
    void look_at(Hook& hook);

private:
    void look(Hook& hook, const std::string& point);

    Host host_;
    std::set<std::string> moved_;  // points
    std::set<std::string> failing_;  // points whose last look failed
};

}  // namespace hookline::tc
