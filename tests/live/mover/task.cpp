// SPDX-License-Identifier: MIT
#include "task.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "failure.hpp"

namespace mover {

void Flow::add_sent(std::size_t bytes)
{
    sent += bytes;
    sends += bytes > 0;
}

void Flow::add_received(std::size_t bytes)
{
    received += bytes;
    receives += bytes > 0;
}

Flow& Task::own()
{
    return flow(local_address(fd), peer);
}

Flow& Task::flow(const Address& local, const Address& other)
{
    const auto found =
        std::ranges::find_if(flows_, [&](const Flow& flow) { return flow.local == local && flow.peer == other; });
    return found != flows_.end() ? *found : flows_.emplace_back(Flow{local, other});
}

std::size_t Task::next_chunk()
{
    constexpr std::size_t kStream[] = {1, 4099, 65'521, 211, 16'411, 7, 32'771};
    constexpr std::size_t kDatagrams[] = {1, 1399, 211, 7, 1009, 503};
    const auto chunk =
        transport == Transport::udp ? kDatagrams[turn_ % std::size(kDatagrams)] : kStream[turn_ % std::size(kStream)];
    ++turn_;
    return std::min(chunk, left_);
}

void Task::end_of_stream() const
{
    if (transport == Transport::udp)
        check(::sendto(fd, "", 0, 0, peer.any(), peer.size), "sendto");
    else
        check(::shutdown(fd, SHUT_WR), "shutdown");
}

void Task::print() const
{
    char name[16] = "";
    check(::prctl(PR_GET_NAME, name), "prctl");
    constexpr const char* kTransports[] = {"TCP", "UDP", "UNIX", "TCP"};
    std::string flows;
    for (const auto& flow : flows_)
        flows += fmt::format(R"({}{{"local":"{}","localPort":{},"peer":"{}","peerPort":{},)"
                             R"("sent":{},"sends":{},"received":{},"receives":{}}})",
                             flows.empty() ? "" : ",", flow.local.text(), flow.local.port(), flow.peer.text(),
                             flow.peer.port(), flow.sent, flow.sends, flow.received, flow.receives);
    const auto line = fmt::format(R"({{"pid":{},"comm":"{}","proto":"{}","flows":[{}]}})"
                                  "\n",
                                  ::getpid(), name, kTransports[static_cast<int>(transport)], flows);
    check(::write(STDOUT_FILENO, line.data(), line.size()), "write");
}

}  // namespace mover
