// SPDX-License-Identifier: MIT
#include "pipeline/naming.hpp"

#include <spdlog/spdlog.h>

#include "config/references.hpp"
#include "names/ares_resolver.hpp"

namespace hookline::pipeline {

LoopPoller::LoopPoller(boost::asio::io_context& loop, std::string who)
    : who_(std::move(who)), reactor_(loop, [this](const std::string& text) { log_error(text); })
{
}

void LoopPoller::watch(int fd, bool readable, bool writable)
{
    reactor_.unwatch(fd);
    std::uint32_t events = 0;
    if (readable) events |= HOOKLINE_READABLE;
    if (writable) events |= HOOKLINE_WRITABLE;
    if (events == 0) return;
    const auto call = [](void* poller, int which, std::uint32_t ready) {
        auto& self = *static_cast<LoopPoller*>(poller);
        if (self.on_ready) self.on_ready(which, (ready & HOOKLINE_READABLE) != 0, (ready & HOOKLINE_WRITABLE) != 0);
    };
    if (!reactor_.watch(fd, events, call, this)) log_error("cannot wait for answers of the DNS server");
}

void LoopPoller::wake_in(std::chrono::milliseconds delay)
{
    const auto call = [](void* poller) {
        auto& self = *static_cast<LoopPoller*>(poller);
        if (self.on_wake) self.on_wake();
    };
    const auto delay_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(delay).count();
    reactor_.start(static_cast<std::uint64_t>(delay_ns), 0, call, this);
}

void LoopPoller::log_error(const std::string& text) const
{
    spdlog::error("{}: names: {}", who_, text);
}

Naming::Naming(const config::Pipeline& pipeline, boost::asio::io_context& loop)
    : poller(loop, config::who(pipeline)),
      directory(config::who(pipeline), pipeline.names,
                std::make_unique<names::AresResolver>(config::who(pipeline), pipeline.names, poller))
{
}

}  // namespace hookline::pipeline
