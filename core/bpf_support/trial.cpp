// SPDX-License-Identifier: MIT
#include "bpf_support/trial.hpp"

#include <sched.h>

#include <thread>

namespace hookline::bpf {

hookline_host silent_host()
{
    hookline_host host{};
    host.size = sizeof host;
    host.log = [](void*, hookline_log_level, const char*, size_t) {};
    host.log_enabled = [](void*, hookline_log_level) { return 0; };
    return host;
}

// A thread leaves the namespace of its process alone, and takes its own with it when it ends.
hookline_status try_apart(const Say& say, const std::function<hookline_status(bool is_apart)>& trial)
{
    auto status = HOOKLINE_FAILED;
    std::thread([&] {
        try {
            status = trial(::unshare(CLONE_NEWNET) == 0);
        } catch (const std::exception& error) {
            say(error.what());
        }
    }).join();
    return status;
}

}  // namespace hookline::bpf
