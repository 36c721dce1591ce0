// SPDX-License-Identifier: MIT
// mover FAMILY BYTES TRANSPORT SENDER RECEIVER: ipv4|ipv6|mapped, a number, tcp|udp|unix|mptcp, two names of ways.
// Two processes move bytes over loopback, and each prints what it has really moved, as a line of JSON; then comes one
// with the status, which is also the exit status. 77: this kernel has no such way.
// Without arguments: one such order from each line of standard input.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include "failure.hpp"
#include "route.hpp"
#include "ways.hpp"

namespace {

using namespace mover;

constexpr int kSkipped = 77;
constexpr unsigned kSecondsAtMost = 60;

using Family = mover::Family;
using Groups = std::initializer_list<std::span<const Way>>;

// One of the words that may stand here.
std::size_t index_of(std::string_view word, std::span<const std::string_view> words)
{
    const auto found = std::ranges::find(words, word);
    if (found == words.end())
        throw std::runtime_error(fmt::format("\"{}\" is not one of {}", word, fmt::join(words, ", ")));
    return static_cast<std::size_t>(found - words.begin());
}

const Way& find(Groups groups, std::string_view name)
{
    for (const auto group : groups) {
        const auto found = std::ranges::find(group, name, &Way::name);
        if (found != group.end()) return *found;
    }
    throw std::runtime_error(fmt::format("there is no way \"{}\"", name));
}

void print_skipped(std::string_view what, const Skipped& why)
{
    fmt::print("{{\"skipped\":\"{}: {}\"}}\n", what, why.what());
    std::fflush(stdout);
}

template <class Make>
pid_t start(const char* name, const Way& way, const Make& make)
{
    const pid_t pid = check(::fork(), "fork");
    if (pid != 0) return pid;
    ::alarm(kSecondsAtMost);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NAME, name);
    int status = 0;
    try {
        auto task = make();
        way.run(task);
        task.print();
    } catch (const Skipped& skipped) {
        print_skipped(way.name, skipped);
        status = kSkipped;
    } catch (const std::exception& error) {
        fmt::print(stderr, "mover: {} {}: {}\n", name, way.name, error.what());
        status = 1;
    }
    ::_exit(status);
}

// The status of both; one that fails ends the other.
int wait_for(std::array<pid_t, 2> pids)
{
    int worst = 0;
    for (int left = 2; left > 0; --left) {
        int status = 0;
        const pid_t ended = check(::wait(&status), "wait");
        std::ranges::replace(pids, ended, 0);
        const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (worst == 0) worst = code;
        for (const pid_t pid : pids)
            if (code != 0 && pid != 0) ::kill(pid, SIGKILL);
    }
    return worst;
}

// Carries out one order.
int move(std::istream& order)
{
    static constexpr std::string_view kFamilies[] = {"ipv4", "ipv6", "mapped"};
    static constexpr std::string_view kTransports[] = {"tcp", "udp", "unix", "mptcp"};
    std::string family_name, transport_name, sender_name, receiver_name;
    std::size_t bytes = 0;
    if (!(order >> family_name >> bytes >> transport_name >> sender_name >> receiver_name))
        throw std::runtime_error("expected FAMILY BYTES TRANSPORT SENDER RECEIVER");
    const auto family = static_cast<Family>(index_of(family_name, kFamilies));
    const auto transport = static_cast<Transport>(index_of(transport_name, kTransports));
    const auto& sender = find(
        {plain_senders(), splice_senders(), special_senders(), datagram_senders(), uring_senders(), thread_senders()},
        sender_name);
    const auto& receiver = find({plain_receivers(), splice_receivers(), special_receivers(), datagram_receivers(),
                                 uring_receivers(), thread_receivers(), mapped_receivers()},
                                receiver_name);
    Route route(transport, family);
    const auto receives = start("mover-receiver", receiver, [&] { return route.receiver(bytes); });
    const auto sends = start("mover-sender", sender, [&] { return route.sender(bytes, sender.connects); });
    return wait_for({receives, sends});
}

}  // namespace

int main(int argc, char** argv)
{
    int worst = 0;
    const auto follow = [&](std::istream& order) {
        int status = 2;
        try {
            status = move(order);
        } catch (const Skipped& skipped) {
            print_skipped("socket", skipped);
            status = kSkipped;
        } catch (const std::exception& error) {
            fmt::print(stderr, "mover: {}\n", error.what());
        }
        fmt::print("{{\"status\":{}}}\n", status);
        std::fflush(stdout);
        if (worst == 0) worst = status;
    };
    if (argc > 1) {
        std::istringstream order(fmt::format("{}", fmt::join(argv + 1, argv + argc, " ")));
        follow(order);
        return worst;
    }
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream order(line);
        follow(order);
    }
    return worst;
}
