// SPDX-License-Identifier: MIT
// Which programs are chosen, on kernels that are made up.
#include "bpf_support/sockets/mechanism.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <hookline/plugin.hpp>
#include <set>

namespace {

using hookline::bpf::choose;
using hookline::bpf::Mechanism;
using Names = std::vector<std::string>;

struct FakeKernel : hookline::bpf::KernelHooks {
    std::set<std::string> functions{"inet_sendmsg",    "inet6_sendmsg",           "inet_recvmsg",
                                    "inet6_recvmsg",   "tcp_splice_read",         "__ip_local_out",
                                    "__ip6_local_out", "ip_protocol_deliver_rcu", "ip6_protocol_deliver_rcu"};
    std::set<std::string> tracepoints{"inet_sock_set_state", "tcp_retransmit_skb", "tcp_receive_reset",
                                      "tcp_send_reset",      "tcp_destroy_sock",   "tcp_rcv_space_adjust"};
    bool fexit = false;
    bool kprobes = false;

    bool has_function(const std::string& name) const override { return functions.contains(name); }
    bool has_tracepoint(const std::string& name) const override { return tracepoints.contains(name); }
    bool has_fexit() const override { return fexit; }
    bool has_kprobes() const override { return kprobes; }
    FakeKernel& with_tracepoints()
    {
        tracepoints.insert({"sock_send_length", "sock_recv_length"});
        return *this;
    }
};

bool starts_with(const std::string& text, const char* start)
{
    return text.starts_with(start);
}

bool has(const hookline::bpf::Choice& choice, const char* program)
{
    return std::ranges::find(choice.programs, program) != choice.programs.end();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mechanism, FakeKernel)

BOOST_AUTO_TEST_CASE(names)
{
    BOOST_TEST((hookline::bpf::mechanism_named("auto") == Mechanism::automatic));
    BOOST_TEST((hookline::bpf::mechanism_named("tracepoint") == Mechanism::tracepoint));
    BOOST_TEST((hookline::bpf::mechanism_named("fexit") == Mechanism::fexit));
    BOOST_TEST((hookline::bpf::mechanism_named("kprobe") == Mechanism::kprobe));
}

// A kernel of 6.3 and later with all of it: calls by tracepoints, what there are none for by fexit.
BOOST_AUTO_TEST_CASE(the_newest)
{
    fexit = kprobes = true;
    const auto chosen = choose(with_tracepoints(), Mechanism::automatic);
    BOOST_TEST(chosen.calls.way == "tracepoints sock_send_length, sock_recv_length");
    BOOST_TEST(has(chosen.splice, "hl_look_at_taken"), "in the way of the calls");
    BOOST_TEST(starts_with(chosen.packets.way, "fexit __ip_local_out"));
    BOOST_TEST(chosen.peers.programs.size() == 4U);
    BOOST_TEST(chosen.connections.programs.size() == 5U);
}

// Without fexit and kprobes packets are not seen.
BOOST_AUTO_TEST_CASE(tracepoints_alone)
{
    const auto chosen = choose(with_tracepoints(), Mechanism::automatic);
    BOOST_TEST(starts_with(chosen.calls.way, "tracepoints"));
    BOOST_TEST(has(chosen.splice, "hl_release"));
    BOOST_TEST(chosen.packets.programs.empty());
    BOOST_TEST(chosen.packets.way == "");
}

BOOST_AUTO_TEST_CASE(before_the_tracepoints)
{
    fexit = kprobes = true;
    functions.insert("inet_sendpage");
    const auto chosen = choose(*this, Mechanism::automatic);
    BOOST_TEST(chosen.calls.way == "fexit inet_sendmsg, inet6_sendmsg, inet_recvmsg, inet6_recvmsg, inet_sendpage");
    BOOST_TEST(chosen.peers.programs.empty(), "the calls show them");
    BOOST_TEST(starts_with(chosen.splice.way, "fexit tcp_splice_read"));
}

BOOST_AUTO_TEST_CASE(a_function_that_is_gone)
{
    fexit = true;
    const auto chosen = choose(*this, Mechanism::automatic);
    BOOST_TEST(!has(chosen.calls, "hl_fexit_sendpage"));
    BOOST_TEST(has(chosen.calls, "hl_fexit_send6"));
}

BOOST_AUTO_TEST_CASE(kprobes_alone)
{
    kprobes = true;
    const auto chosen = choose(*this, Mechanism::automatic);
    BOOST_TEST(chosen.calls.way == "kprobes inet_sendmsg, inet6_sendmsg, inet_recvmsg, inet6_recvmsg");
    BOOST_TEST(chosen.calls.programs.size() == 8U);
    BOOST_TEST((chosen.splice.programs == Names{"hl_enter_splice", "hl_leave_splice"}));
    BOOST_TEST(has(chosen.packets, "hl_kprobe_out4"));
}

BOOST_AUTO_TEST_CASE(what_is_asked_for)
{
    fexit = kprobes = true;
    with_tracepoints();
    BOOST_TEST(starts_with(choose(*this, Mechanism::fexit).calls.way, "fexit"));
    const auto by_kprobe = choose(*this, Mechanism::kprobe);
    for (const auto* choice : {&by_kprobe.calls, &by_kprobe.splice, &by_kprobe.packets})
        BOOST_TEST(starts_with(choice->way, "kprobes"), choice->what);
    const auto by_tracepoint = choose(*this, Mechanism::tracepoint);
    BOOST_TEST(starts_with(by_tracepoint.calls.way, "tracepoints"));
    BOOST_TEST(has(by_tracepoint.splice, "hl_follow_connection"));
}

BOOST_AUTO_TEST_CASE(what_is_not_there)
{
    const auto says = [](const char* text) {
        return
            [text](const hookline::Error& error) { return std::string(error.what()).find(text) != std::string::npos; };
    };
    BOOST_CHECK_EXCEPTION((void)choose(*this, Mechanism::automatic), hookline::Error, says("Linux 6.3"));
    BOOST_CHECK_EXCEPTION((void)choose(*this, Mechanism::fexit), hookline::Error, says("mechanism = \"fexit\""));
    kprobes = true;
    BOOST_CHECK_EXCEPTION((void)choose(*this, Mechanism::tracepoint), hookline::Error, says("this kernel has not got"));
}

BOOST_AUTO_TEST_SUITE_END()
