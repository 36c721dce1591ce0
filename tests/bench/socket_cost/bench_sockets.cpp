// SPDX-License-Identifier: MIT
// What a send or receive call of one byte costs the process: CPU time of this thread, user and system, over loopback.
// Prints nanoseconds a call as JSON. The two ends of a connection are both ours, and take turns, so that no call waits.
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <ctime>
#include <system_error>
#include <utility>

#include "bpf_support/unique_fd.hpp"

namespace {

using hookline::bpf::UniqueFd;

constexpr int kCalls = 300'000;
constexpr int kInTurn = 100;  // a buffer holds as many datagrams

int check(int result, const char* call)
{
    if (result < 0) throw std::system_error(errno, std::generic_category(), call);
    return result;
}

struct Pair {
    UniqueFd near;
    UniqueFd far;
};

sockaddr_in bind_loopback(int fd)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    check(::bind(fd, any, size), "bind");
    check(::getsockname(fd, any, &size), "getsockname");
    return address;
}

Pair connected(int type)
{
    UniqueFd far(check(::socket(AF_INET, type, 0), "socket"));
    UniqueFd near(check(::socket(AF_INET, type, 0), "socket"));
    const auto address = bind_loopback(far.get());
    if (type == SOCK_STREAM) check(::listen(far.get(), 1), "listen");
    check(::connect(near.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), "connect");
    if (type == SOCK_STREAM) far.reset(check(::accept(far.get(), nullptr, nullptr), "accept"));
    return {std::move(near), std::move(far)};
}

double cpu_nanoseconds()
{
    timespec now{};
    check(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now), "clock_gettime");
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

struct Cost {
    double send = 0;
    double receive = 0;
};

Cost measure(const Pair& pair, int calls)
{
    Cost cost;
    char byte = 0;
    for (int done = 0; done < calls; done += kInTurn) {
        const double begin = cpu_nanoseconds();
        for (int i = 0; i < kInTurn; ++i)
            check(static_cast<int>(::send(pair.near.get(), &byte, 1, 0)), "send");
        const double between = cpu_nanoseconds();
        for (int i = 0; i < kInTurn; ++i)
            check(static_cast<int>(::recv(pair.far.get(), &byte, 1, 0)), "recv");
        cost.send += between - begin;
        cost.receive += cpu_nanoseconds() - between;
    }
    return {cost.send / calls, cost.receive / calls};
}

Cost measure(int type)
{
    const auto pair = connected(type);
    measure(pair, kCalls / 10);
    return measure(pair, kCalls);
}

}  // namespace

int main()
{
    try {
        const auto tcp = measure(SOCK_STREAM);
        const auto udp = measure(SOCK_DGRAM);
        fmt::print(R"({{"TCP send":{:.2f},"TCP receive":{:.2f},"UDP send":{:.2f},"UDP receive":{:.2f}}})"
                   "\n",
                   tcp.send, tcp.receive, udp.send, udp.receive);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "bench_sockets: {}\n", error.what());
        return 1;
    }
}
