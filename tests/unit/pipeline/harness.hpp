// SPDX-License-Identifier: MIT
// A configuration of fake plugins, and one run of it with what it said on stderr.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <string>

#include "fakes.hpp"
#include "pipeline/engine.hpp"

namespace hookline::test {

using namespace std::chrono_literals;

struct Ran {
    int status = -1;
    std::string err;
    [[nodiscard]] bool says(const std::string& text) const { return err.find(text) != std::string::npos; }
    [[nodiscard]] int count(const std::string& text) const;
    [[nodiscard]] std::string last_line() const;
    [[nodiscard]] std::string first_line() const { return err.substr(0, err.find('\n')); }
};

class Harness {
public:
    Harness();
    FakeCapture& capture(const std::string& name);
    FakeSink& sink(const std::string& name, bool acks = false);
    config::Instance& capture_config(const std::string& name);
    config::Instance& sink_config(const std::string& name);
    config::Pipeline& pipeline(std::vector<std::string> from, std::vector<std::string> to);

    std::unique_ptr<pipeline::Engine> make(config::Complaints& complaints);
    // In this process.
    Ran run();
    // In a child, for runs that end in _exit(). `while_running` is called with its pid once it has said `text`.
    Ran run_in_child(const std::string& text = {}, const std::function<void(int pid)>& while_running = {});

    config::Config config;

private:
    int run_here();

    std::deque<FakeCapture> captures_;
    std::deque<FakeSink> sinks_;
    pipeline::Plugins plugins_;
};

// Waits up to some seconds for it; false when it never came.
bool eventually(const std::function<bool()>& condition);

}  // namespace hookline::test
