// SPDX-License-Identifier: MIT
// Several threads, each with a name of its own, on one socket: they are one process.
#include <pthread.h>

#include <array>
#include <cerrno>
#include <string>
#include <thread>

#include "failure.hpp"
#include "ways.hpp"

namespace mover {

namespace {

constexpr int kThreads = 3;

struct Done {
    std::uint64_t bytes = 0;
    std::uint64_t calls = 0;
    int error = 0;

    bool add(ssize_t result)
    {
        if (result < 0) error = errno;
        if (result <= 0) return false;
        bytes += static_cast<std::size_t>(result);
        ++calls;
        return true;
    }
};

template <class Work>
std::array<Done, kThreads> in_threads(const char* name, const Work& work)
{
    std::array<Done, kThreads> done;
    std::array<std::thread, kThreads> threads;
    for (int i = 0; i < kThreads; ++i)
        threads[i] = std::thread([&, i] {
            ::pthread_setname_np(::pthread_self(), (name + std::to_string(i)).c_str());
            work(done[i]);
        });
    for (auto& thread : threads)
        thread.join();
    for (const auto& each : done)
        if (each.error) throw std::system_error(each.error, std::generic_category(), name);
    return done;
}

void send_in_threads(Task& task)
{
    const auto share = task.left() / kThreads;
    const auto size = task.transport == Transport::udp ? 1'009 : 9'973;
    for (const auto& done : in_threads("hl-writer-", [&](Done& mine) {
             while (mine.bytes < share && mine.add(::send(task.fd, task.buffer().data(), size, 0))) {
             }
         })) {
        task.own().sent += done.bytes;
        task.own().sends += done.calls;
    }
    task.end_of_stream();
}

// The end of a stream is for every thread.
void receive_in_threads(Task& task)
{
    for (const auto& done : in_threads("hl-reader-", [&](Done& mine) {
             std::array<char, 4'093> data{};
             while (mine.add(::recv(task.fd, data.data(), data.size(), 0))) {
             }
         })) {
        task.own().received += done.bytes;
        task.own().receives += done.calls;
    }
}

constexpr Way kSenders[] = {{"threads", send_in_threads}};
constexpr Way kReceivers[] = {{"threads", receive_in_threads}};

}  // namespace

std::span<const Way> thread_senders()
{
    return kSenders;
}

std::span<const Way> thread_receivers()
{
    return kReceivers;
}

}  // namespace mover
