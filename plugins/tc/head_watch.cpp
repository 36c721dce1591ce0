// SPDX-License-Identifier: MIT
#include "head_watch.hpp"

namespace hookline::tc {

void HeadWatch::look_at(Hook& hook)
{
    const auto point = hook.point().text();
    try {
        look(hook, point);
        failing_.erase(point);
    } catch (const std::exception& error) {
        moved_.erase(point);  // the next tick tries again
        if (failing_.insert(point).second)
            host_.error(std::string(error.what()) + "; cannot keep to the head of the chain, trying on");
    }
}

void HeadWatch::look(Hook& hook, const std::string& point)
{
    const auto first = hook.ahead_of_us();
    if (first.empty()) return;
    host_.count(HOOKLINE_NOTED, "not_at_head", 1, 0);
    if (!moved_.insert(point).second) return;
    hook.move_to_head();
    if (const auto still = hook.ahead_of_us(); still.empty())
        host_.warn(point + ": " + first + " had got before hookline; moved back to the head, this once");
    else
        host_.warn(point + ": " + still + " is before hookline and stays there; it may hide traffic");
}

}  // namespace hookline::tc
