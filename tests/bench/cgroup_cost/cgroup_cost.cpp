// SPDX-License-Identifier: MIT
// What a packet costs in the cgroup hooks: one hot UDP flow of a process to itself, all programs attached as the capture
// attaches them; by the kernel's own clock around each program (bpf_stats), less what it says of an empty one beside it.
#define BOOST_TEST_MODULE bench_cgroup
#include <boost/test/unit_test.hpp>
#include <bpf/bpf.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "bpf_support/program_info.hpp"
#include "bpf_support/trial.hpp"
#include "cgroup.skel.h"
#include "cgroup_program.hpp"
#include "empty_cgroup.skel.h"
#include "member.hpp"

namespace {

using namespace hookline;

constexpr std::size_t kPackets = 200'000;
constexpr int kRounds = 9;

struct Clock {
    double nanoseconds = 0;
    double runs = 0;
};

Clock read(const bpf_program* program)
{
    const auto info = bpf::program_info(bpf_program__fd(program));
    return {static_cast<double>(info.run_time_ns), static_cast<double>(info.run_cnt)};
}

double a_run(const Clock& before, const Clock& after)
{
    return (after.nanoseconds - before.nanoseconds) / (after.runs - before.runs);
}

struct Hook {
    const char* name;
    const bpf_program* ours;
    const bpf_program* empty;
    std::vector<double> figures;
};

template <class Skeleton, void (*Destroy)(Skeleton*)>
using Owned = bpf::Skeleton<Skeleton, Destroy>;

void report(Hook& hook)
{
    std::sort(hook.figures.begin(), hook.figures.end());
    std::printf("cgroup %s: %.1f ns a packet over an empty program (%.1f to %.1f), with process\n", hook.name,
                hook.figures[kRounds / 2], hook.figures.front(), hook.figures.back());
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_hot_flow)
{
    if (::geteuid() != 0) {
        std::puts("skipped: needs root");
        return;
    }
    const Owned<cgroup_bpf, &cgroup_bpf__destroy> ours(cgroup_bpf__open_and_load());
    const Owned<empty_cgroup_bpf, &empty_cgroup_bpf__destroy> empty(empty_cgroup_bpf__open_and_load());
    BOOST_REQUIRE((ours && empty));
    bench::Member member;
    std::vector<bpf::Link> links;
    const auto& programs = ours->progs;
    for (const auto* program : {programs.hl_sock_create, programs.hl_cgroup_ingress, programs.hl_cgroup_egress,
                                empty->progs.empty_ingress, empty->progs.empty_egress})
        links.emplace_back(bpf_program__attach_cgroup(program, member.cgroup_fd()));
    for (const auto* program : {programs.hl_sock_send, programs.hl_sock_receive})
        links.emplace_back(bpf_program__attach(program));
    const bpf::UniqueFd statistics(bpf_enable_stats(BPF_STATS_RUN_TIME));
    BOOST_REQUIRE(static_cast<bool>(statistics));

    Hook hooks[] = {{"egress", programs.hl_cgroup_egress, empty->progs.empty_egress, {}},
                    {"ingress", programs.hl_cgroup_ingress, empty->progs.empty_ingress, {}}};
    member.send(kPackets / 10);
    for (int round = 0; round < kRounds; ++round) {
        std::vector<std::pair<Clock, Clock>> before;
        for (const auto& hook : hooks)
            before.emplace_back(read(hook.ours), read(hook.empty));
        member.send(kPackets);
        for (std::size_t i = 0; i < std::size(hooks); ++i)
            hooks[i].figures.push_back(a_run(before[i].first, read(hooks[i].ours)) -
                                       a_run(before[i].second, read(hooks[i].empty)));
    }
    for (auto& hook : hooks) {
        report(hook);
        BOOST_TEST(hook.figures[kRounds / 2] > 0);
    }
}
