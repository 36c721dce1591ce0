// SPDX-License-Identifier: MIT
#include "head_watch.hpp"

namespace hookline::tc {

void HeadWatch::look_at(Hook& hook)
{
    const auto first = hook.ahead_of_us();
    if (first.empty()) return;
    host_.count(HOOKLINE_NOTED, "not_at_head", 1, 0);
    const auto point = hook.point().text();
    if (!moved_.insert(point).second) return;
    try {
        hook.move_to_head();
    } catch (const std::exception& error) {
        host_.error(std::string(error.what()) + "; moving back to the head of the chain failed");
        return;
    }
    if (const auto still = hook.ahead_of_us(); still.empty())
        host_.warn(point + ": " + first + " had got before hookline; moved back to the head, this once");
    else
        host_.warn(point + ": " + still + " is before hookline and stays there; it may hide traffic");
}

}  // namespace hookline::tc
