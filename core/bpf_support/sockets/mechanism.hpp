// SPDX-License-Identifier: MIT
// Several programs see the same thing in different ways. Which of them are loaded here.
#pragma once

#include <string>
#include <vector>

#include "bpf_support/sockets/kernel_hooks.hpp"

namespace hookline::bpf {

// As the option `mechanism` has it.
enum class Mechanism { automatic, tracepoint, fexit, kprobe };

Mechanism mechanism_named(const std::string& name);

// What is seen in one way.
struct Choice {
    std::string what;  // "calls"
    std::string way;  // "tracepoints sock_send_length, sock_recv_length"; empty: not at all
    std::vector<std::string> programs;
};

struct Choices {
    Choice calls;
    Choice splice;
    Choice packets;  // of protocols without ports
    Choice peers;  // of sockets that are not connected; empty where the calls show them
    Choice connections;  // TCP's own events

    [[nodiscard]] std::vector<const Choice*> all() const { return {&calls, &splice, &packets, &peers, &connections}; }
};

// Throws Error where calls cannot be seen in the way that is asked for.
Choices choose(const KernelHooks& kernel, Mechanism wanted);

}  // namespace hookline::bpf
