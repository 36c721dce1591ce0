// SPDX-License-Identifier: MIT
// The programs under calls on two CPUs, while banks flip: what rows say is what was sent, to the byte.
#include <bpf/bpf.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "bpf_support/bank_reader.hpp"
#include "bpf_support/grace_period.hpp"
#include "bpf_support/sockets/socket_program.hpp"
#include "bpf_support/trial.hpp"
#include "capture_stats.h"
#include "senders.hpp"
#include "socket_owner.h"

namespace tests {
namespace {

namespace bpf = hookline::bpf;

struct Sums {
    std::uint64_t calls = 0;
    std::uint64_t bytes = 0;
};

// The programs at work, and what they have counted: of this process, of others, of what had no place.
class Calls {
public:
    explicit Calls(std::uint32_t max_entries)
        : abi_(bpf::silent_host()),
          program_(hookline::Host(&abi_), {.max_entries = max_entries}),
          table_(program_.flow_table()),
          reader_(bpf::BankReader::make(table_)),
          grace_(bpf::GracePeriod::make()),
          links_(program_.attach(hookline::Host(&abi_)))
    {
    }

    // As a drain does it.
    void flip()
    {
        const auto bank = *table_.bank & 1;
        __atomic_store_n(table_.bank, bank ^ 1, __ATOMIC_RELEASE);
        grace_.wait();
        read(bank);
    }
    void finish()
    {
        *table_.bank = *table_.bank | HL_BANK_CLOSED;
        links_.clear();
        grace_.wait();
        read(0);
        read(1);
    }

    // In all rows, and what the programs say that they have seen.
    [[nodiscard]] Sums all() const
    {
        return {ours.calls + others.calls + rest.calls, ours.bytes + others.bytes + rest.bytes};
    }
    [[nodiscard]] Sums seen() const
    {
        Sums sums;
        for (std::uint32_t cpu = 0; cpu < table_.size.cpus; ++cpu) {
            hl_cpu whole{};
            BOOST_REQUIRE(bpf_map_lookup_elem(table_.cpus, &cpu, &whole) == 0);
            sums.calls += whole.stats[HL_SEEN].packets;
            sums.bytes += whole.stats[HL_SEEN].bytes;
        }
        return sums;
    }

    Sums ours, others, rest;
    std::set<std::uint16_t> ports;  // of the peers of ours

private:
    void read(std::uint32_t bank)
    {
        reader_->begin(bank);
        while (reader_->next(1000, [this](const auto& key, const auto& slot) { add(key, slot); })) {
        }
    }
    void add(const hl_flow_key& key, const hl_slot& slot)
    {
        const bool is_rest = (key.marks & HL_MARK_OTHER) != 0;
        const bool is_ours = !is_rest && is_of_this_process(key.owner);
        auto& sums = is_rest ? rest : is_ours ? ours : others;
        sums.calls += slot.packets;
        sums.bytes += slot.bytes;
        if (is_ours) ports.insert(key.dst_port);
    }
    bool is_of_this_process(std::uint64_t id)
    {
        hl_owner owner{};
        if (const auto known = owners_.find(id); known != owners_.end()) return known->second;
        const bool is_known = bpf_map_lookup_elem(program_.owners_fd(), &id, &owner) == 0;
        return owners_[id] = is_known && owner.tgid == static_cast<std::uint32_t>(::getpid());
    }

    hookline_host abi_;
    bpf::SocketProgram program_;
    bpf::FlowTable table_;
    std::unique_ptr<bpf::BankReader> reader_;
    bpf::GracePeriod grace_;
    bpf::SocketLinks links_;
    std::map<std::uint64_t, bool> owners_;
};

// The CPU is one of those that there are.
std::thread on_cpu(int number, std::function<void()> work)
{
    return std::thread([number, work = std::move(work)] {
        cpu_set_t cpus;
        CPU_ZERO(&cpus);
        CPU_SET(number % ::sysconf(_SC_NPROCESSORS_ONLN), &cpus);
        ::pthread_setaffinity_np(::pthread_self(), sizeof cpus, &cpus);
        work();
    });
}

void check_all(const Calls& calls)
{
    BOOST_TEST(calls.all().calls == calls.seen().calls);
    BOOST_TEST(calls.all().bytes == calls.seen().bytes);
}

BOOST_AUTO_TEST_SUITE(socket_calls)

// More flows than the near table has places, of two CPUs: in both levels, and in all of a hundred banks.
BOOST_AUTO_TEST_CASE(nothing_is_lost_while_banks_flip)
{
    constexpr std::size_t kSockets = 3000;
    constexpr int kFlips = 100;
    Senders first(kSockets, 10'000);
    Senders second(kSockets, 20'000);
    Calls calls(65'536);
    std::atomic<bool> is_over = false;
    const auto go = [&is_over](Senders& senders) {
        return [&] {
            do
                senders.send();
            while (!is_over);
        };
    };
    auto one = on_cpu(0, go(first));
    auto other = on_cpu(1, go(second));
    for (int i = 0; i < kFlips; ++i)
        calls.flip();
    is_over = true;
    one.join();
    other.join();
    calls.finish();
    BOOST_TEST_MESSAGE(first.calls() + second.calls() << " calls");
    BOOST_TEST(calls.ours.calls == first.calls() + second.calls());
    BOOST_TEST(calls.ours.bytes == first.bytes() + second.bytes());
    BOOST_TEST(calls.ports.size() == 2 * kSockets);
    BOOST_TEST(calls.rest.calls == 0U);
    check_all(calls);
}

// Threads that make the same flow at the same time.
BOOST_AUTO_TEST_CASE(one_socket_of_two_threads)
{
    Senders senders(1, 30'000);
    Calls calls(65'536);
    constexpr int kRounds = 20'000;
    std::atomic<std::uint64_t> sent = 0, bytes = 0;
    const auto work = [&] {
        Senders own = senders;
        for (int i = 0; i < kRounds; ++i)
            own.send();
        sent += own.calls();
        bytes += own.bytes();
    };
    auto one = on_cpu(0, work);
    auto other = on_cpu(1, work);
    for (int i = 0; i < 20; ++i)
        calls.flip();
    one.join();
    other.join();
    calls.finish();
    BOOST_TEST(calls.ours.calls == sent);
    BOOST_TEST(calls.ours.bytes == bytes);
    BOOST_TEST(calls.ports.size() == 1U);
    check_all(calls);
}

// What has no place is in a row that says other; sums stay right.
BOOST_AUTO_TEST_CASE(more_flows_than_places)
{
    constexpr std::size_t kSockets = 8000;
    Senders senders(kSockets, 10'000);
    Calls calls(16);
    senders.send();
    calls.flip();
    senders.send();
    calls.finish();
    BOOST_TEST(senders.calls() > kSockets);
    BOOST_TEST(calls.rest.calls > 0U);
    BOOST_TEST(calls.ours.calls < senders.calls());
    BOOST_TEST(calls.ours.calls + calls.rest.calls >= senders.calls());
    BOOST_TEST(calls.ours.bytes + calls.rest.bytes >= senders.bytes());
    check_all(calls);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tests
