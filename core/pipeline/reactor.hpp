// SPDX-License-Identifier: MIT
// The fds and timers of one plugin instance, called back on the thread that runs the given io_context.
#pragma once

#include <hookline/plugin.h>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hookline::pipeline {

// watch, unwatch, start and stop: any thread (a capture's stop() runs off the loop). The rest: the io_context's thread,
// or when it no longer runs.
class Reactor {
public:
    // `complain` is told when a callback throws.
    Reactor(boost::asio::io_context& loop, std::function<void(const std::string&)> complain);
    ~Reactor();
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;

    // The fd stays the plugin's: it is never closed here. False: it is watched already, or cannot be (a plain file).
    bool watch(int fd, std::uint32_t events, hookline_fd_callback callback, void* argument);
    void unwatch(int fd);
    std::uint64_t start(std::uint64_t delay_ns, std::uint64_t period_ns, hookline_callback callback, void* argument);
    void stop(std::uint64_t timer);

    // Between these two no callback runs; what became ready meanwhile is called afterwards.
    void suspend();
    void resume();

private:
    struct Watch;
    struct Timer;
    void arm(const std::shared_ptr<Watch>& watch, std::uint32_t event);
    void on_ready(const std::shared_ptr<Watch>& watch, std::uint32_t event);
    void arm(const std::shared_ptr<Timer>& timer);
    void on_expiry(const std::shared_ptr<Timer>& timer);
    void call(const std::function<void()>& callback);
    bool put_off(std::function<void()> callback);

    boost::asio::io_context& loop_;
    std::function<void(const std::string&)> complain_;
    std::mutex mutex_;
    std::map<int, std::shared_ptr<Watch>> watches_;
    std::map<std::uint64_t, std::shared_ptr<Timer>> timers_;
    std::uint64_t last_timer_ = 0;
    bool suspended_ = false;
    std::vector<std::function<void()>> put_off_;
};

}  // namespace hookline::pipeline
