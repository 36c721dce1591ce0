// SPDX-License-Identifier: MIT
// crowd COUNT connections|processes: short connections, one after the other, by one process or by a process each.
// Each asks with 11 bytes and is answered with 23. Prints who has moved what, as JSON.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "address.hpp"
#include "bpf_support/unique_fd.hpp"
#include "failure.hpp"

namespace {

using hookline::bpf::UniqueFd;
using namespace mover;

constexpr std::size_t kQuestion = 11;
constexpr std::size_t kAnswer = 23;

void send_all(int fd, std::size_t size)
{
    const std::array<char, 64> bytes{};
    if (check(::send(fd, bytes.data(), size, MSG_NOSIGNAL), "send") != static_cast<ssize_t>(size))
        throw std::runtime_error("a part of it was sent");
}

void receive_all(int fd, std::size_t size)
{
    std::array<char, 64> bytes;
    if (check(::recv(fd, bytes.data(), size, MSG_WAITALL), "recv") != static_cast<ssize_t>(size))
        throw std::runtime_error("a part of it was received");
}

void ask(const Address& server)
{
    const UniqueFd fd(check(::socket(AF_INET, SOCK_STREAM, 0), "socket"));
    check(::connect(fd.get(), server.any(), server.size), "connect");
    send_all(fd.get(), kQuestion);
    receive_all(fd.get(), kAnswer);
}

[[noreturn]] void answer(int listener)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NAME, "crowd-server");
    try {
        for (;;) {
            const UniqueFd fd(check(::accept(listener, nullptr, nullptr), "accept"));
            receive_all(fd.get(), kQuestion);
            send_all(fd.get(), kAnswer);
        }
    } catch (const std::exception& error) {
        fmt::print(stderr, "crowd: server: {}\n", error.what());
    }
    ::_exit(1);
}

pid_t ask_in_process(const Address& server)
{
    const pid_t pid = check(::fork(), "fork");
    if (pid == 0) {
        try {
            ask(server);
            ::_exit(0);
        } catch (const std::exception& error) {
            fmt::print(stderr, "crowd: client: {}\n", error.what());
            ::_exit(1);
        }
    }
    int status = 0;
    check(::waitpid(pid, &status, 0), "waitpid");
    if (status != 0) throw std::runtime_error("a client has failed");
    return pid;
}

std::vector<pid_t> ask_often(const Address& server, long count, bool processes)
{
    std::vector<pid_t> pids;
    for (long i = 0; i < count; ++i) {
        if (processes)
            pids.push_back(ask_in_process(server));
        else
            ask(server);
    }
    if (!processes) pids.push_back(::getpid());
    return pids;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        fmt::print(stderr, "usage: crowd COUNT connections|processes\n");
        return 2;
    }
    const long count = std::strtol(argv[1], nullptr, 10);
    pid_t server = 0;
    int status = 1;
    try {
        auto address = loopback(Family::ipv4);
        const UniqueFd listener(check(::socket(AF_INET, SOCK_STREAM, 0), "socket"));
        check(::bind(listener.get(), address.any(), address.size), "bind");
        check(::listen(listener.get(), 128), "listen");
        server = check(::fork(), "fork");
        if (server == 0) answer(listener.get());
        const auto begin = std::chrono::steady_clock::now();
        const auto pids = ask_often(local_address(listener.get()), count, std::string_view(argv[2]) == "processes");
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        const auto each = static_cast<std::size_t>(count) / pids.size();
        fmt::print(R"({{"seconds":{:.3f},"server":{},"clients":[{}],"sent":{},"received":{}}})"
                   "\n",
                   seconds.count(), server, fmt::join(pids, ","), each * kQuestion, each * kAnswer);
        status = 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "crowd: {}\n", error.what());
    }
    if (server > 0) ::kill(server, SIGKILL), ::waitpid(server, nullptr, 0);
    return status;
}
