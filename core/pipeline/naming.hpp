// SPDX-License-Identifier: MIT
// A pipeline's names, and the loop that they are asked for on.
#pragma once

#include "names/directory.hpp"
#include "names/resolver.hpp"
#include "pipeline/reactor.hpp"

namespace hookline::pipeline {

class LoopPoller final : public names::Poller {
public:
    LoopPoller(boost::asio::io_context& loop, std::string who);
    void watch(int fd, bool readable, bool writable) override;
    void wake_in(std::chrono::milliseconds delay) override;

private:
    void log_error(const std::string& text) const;

    std::string who_;
    Reactor reactor_;
};

struct Naming {
    Naming(const config::Pipeline& pipeline, boost::asio::io_context& loop);

    LoopPoller poller;
    names::Directory directory;  // goes first
};

}  // namespace hookline::pipeline
