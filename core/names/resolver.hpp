// SPDX-License-Identifier: MIT
// Who is asked for names, and what it needs of an event loop. All on the loop's thread; nothing blocks.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "names/address.hpp"
#include "names/answer.hpp"

namespace hookline::names {

class Poller {
public:
    virtual ~Poller() = default;
    // Tells on_ready when the descriptor is; with neither no longer.
    virtual void watch(int fd, bool readable, bool writable) = 0;
    // Calls on_wake, once.
    virtual void wake_in(std::chrono::milliseconds delay) = 0;

    std::function<void(int fd, bool readable, bool writable)> on_ready;
    std::function<void()> on_wake;
};

class Resolver {
public:
    virtual ~Resolver() = default;
    // Each question is answered once, perhaps before ask() returns. No answer: nobody could say.
    virtual void ask(const Address& address) = 0;

    std::function<void(const Address&, std::optional<Answer>)> on_answer;
};

}  // namespace hookline::names
