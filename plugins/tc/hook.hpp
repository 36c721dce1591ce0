// SPDX-License-Identifier: MIT
// One of our programs on one interface, in one direction. Its destructor detaches it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "bpf_support/interfaces.hpp"

namespace hookline::tc {

enum class Direction { in, out };

struct HookPoint {
    bpf::Interface interface;
    Direction direction;

    [[nodiscard]] std::string text() const  // "eth0 ingress"
    {
        return interface.name + (direction == Direction::in ? " ingress" : " egress");
    }
    [[nodiscard]] int ifindex() const { return static_cast<int>(interface.index); }
};

class Hook {
public:
    explicit Hook(HookPoint point) : point_(std::move(point)) {}
    virtual ~Hook() = default;
    Hook(const Hook&) = delete;
    Hook& operator=(const Hook&) = delete;
    Hook(Hook&&) = delete;
    Hook& operator=(Hook&&) = delete;

    // Empty: nothing sees packets before us. Else what does, for a message. Called at each tick.
    [[nodiscard]] virtual std::string ahead_of_us() = 0;
    // Throws Error; then the hook may be detached.
    virtual void move_to_head() = 0;
    // Does detaching wait until the program has ended on all CPUs?
    [[nodiscard]] virtual bool waits_on_detach() const = 0;

    [[nodiscard]] const HookPoint& point() const { return point_; }

private:
    HookPoint point_;
};
using HookPtr = std::unique_ptr<Hook>;

}  // namespace hookline::tc
