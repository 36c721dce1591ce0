// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/mechanism.hpp"

#include <hookline/plugin.hpp>
#include <span>

namespace hookline::bpf {
namespace {

// A program, and the function or tracepoint that it is attached to.
struct Hook {
    const char* program;
    const char* at;
};

constexpr Hook kTracepointCalls[] = {{"hl_sock_send", "sock_send_length"}, {"hl_sock_receive", "sock_recv_length"}};
constexpr const char* kSequencePrograms[] = {"hl_follow_connection", "hl_follow_open",   "hl_follow_waiting",
                                             "hl_release",           "hl_look_at_taken", "hl_take_rest"};
constexpr Hook kTcpEvents[] = {{"hl_tcp_set_state", "inet_sock_set_state"},
                               {"hl_tcp_retransmit", "tcp_retransmit_skb"},
                               {"hl_tcp_receive_reset", "tcp_receive_reset"},
                               {"hl_tcp_send_reset", "tcp_send_reset"},
                               {"hl_tcp_destroy", "tcp_destroy_sock"}};
// inet_sendpage: until Linux 6.4.
constexpr Hook kFexitCalls[] = {{"hl_fexit_send4", "inet_sendmsg"},
                                {"hl_fexit_send6", "inet6_sendmsg"},
                                {"hl_fexit_receive4", "inet_recvmsg"},
                                {"hl_fexit_receive6", "inet6_recvmsg"},
                                {"hl_fexit_sendpage", "inet_sendpage"}};
constexpr Hook kFexitSplice[] = {{"hl_fexit_splice", "tcp_splice_read"}, {"hl_fexit_getsockopt", "tcp_getsockopt"}};
constexpr Hook kFentryPackets[] = {{"hl_fentry_out4", "__ip_local_out"},
                                   {"hl_fentry_out6", "__ip6_local_out"},
                                   {"hl_fentry_in4", "ip_protocol_deliver_rcu"},
                                   {"hl_fentry_in6", "ip6_protocol_deliver_rcu"}};
constexpr Hook kKprobeCalls[] = {{"hl_enter_send4", "inet_sendmsg"},     {"hl_leave_send4", "inet_sendmsg"},
                                 {"hl_enter_send6", "inet6_sendmsg"},    {"hl_leave_send6", "inet6_sendmsg"},
                                 {"hl_enter_receive4", "inet_recvmsg"},  {"hl_leave_receive4", "inet_recvmsg"},
                                 {"hl_enter_receive6", "inet6_recvmsg"}, {"hl_leave_receive6", "inet6_recvmsg"},
                                 {"hl_enter_sendpage", "inet_sendpage"}, {"hl_leave_sendpage", "inet_sendpage"}};
constexpr Hook kKprobeSplice[] = {{"hl_enter_splice", "tcp_splice_read"},
                                  {"hl_leave_splice", "tcp_splice_read"},
                                  {"hl_enter_getsockopt", "tcp_getsockopt"},
                                  {"hl_leave_getsockopt", "tcp_getsockopt"}};
constexpr Hook kKprobePackets[] = {{"hl_kprobe_out4", "__ip_local_out"},
                                   {"hl_kprobe_out6", "__ip6_local_out"},
                                   {"hl_kprobe_in4", "ip_protocol_deliver_rcu"},
                                   {"hl_kprobe_in6", "ip6_protocol_deliver_rcu"}};
constexpr const char* kPeerPrograms[] = {"hl_send_to4", "hl_send_to6", "hl_receive_from4", "hl_receive_from6"};

// Those that this kernel has; `has` asks it for one.
template <class Has>
Choice pick(std::string what, const std::string& kind, std::span<const Hook> hooks, Has&& has)
{
    Choice choice{std::move(what), {}, {}};
    std::string last;
    for (const auto& hook : hooks) {
        if (!has(hook.at)) continue;
        choice.programs.emplace_back(hook.program);
        if (last == hook.at) continue;
        choice.way += (choice.way.empty() ? kind + " " : ", ") + hook.at;
        last = hook.at;
    }
    return choice;
}

class Chooser {
public:
    Chooser(const KernelHooks& kernel, Mechanism wanted) : kernel_(kernel), wanted_(wanted) {}

    Choice calls() const
    {
        if (is_by_tracepoints()) return by_tracepoints("calls", kTracepointCalls);
        if (may(Mechanism::fexit) && kernel_.has_fexit()) return by_fexit("calls", kFexitCalls);
        if (may(Mechanism::kprobe) && kernel_.has_kprobes()) return by_kprobes("calls", kKprobeCalls);
        return {"calls", {}, {}};
    }
    // In the way of the calls: they are counted by how far a socket was read, or by their results.
    Choice splice() const
    {
        if (is_by_tracepoints()) return by_sequence();
        if (may(Mechanism::fexit) && kernel_.has_fexit()) return by_fexit("splice", kFexitSplice);
        return by_kprobes("splice", kKprobeSplice);
    }
    // Fexit and kprobes see them in the messages.
    Choice peers() const
    {
        if (!is_by_tracepoints()) return {"peers", {}, {}};
        return {"peers", "cgroup programs sendmsg, recvmsg", {std::begin(kPeerPrograms), std::end(kPeerPrograms)}};
    }
    // There is no tracepoint for these.
    Choice packets() const
    {
        if (wanted_ != Mechanism::kprobe && kernel_.has_fexit()) return by_fexit("packets", kFentryPackets);
        if (kernel_.has_kprobes()) return by_kprobes("packets", kKprobePackets);
        return {"packets", {}, {}};
    }
    Choice connections() const { return by_tracepoints("connections", kTcpEvents); }

private:
    [[nodiscard]] bool may(Mechanism mechanism) const
    {
        return wanted_ == Mechanism::automatic || wanted_ == mechanism;
    }
    [[nodiscard]] bool is_by_tracepoints() const
    {
        return may(Mechanism::tracepoint) && kernel_.has_tracepoint("sock_send_length");
    }
    static Choice by_sequence()
    {
        return {"splice",
                "copied_seq, at calls, at a socket's release and once a second",
                {std::begin(kSequencePrograms), std::end(kSequencePrograms)}};
    }
    Choice by_tracepoints(const char* what, std::span<const Hook> hooks) const
    {
        return pick(what, "tracepoints", hooks, [this](const char* name) { return kernel_.has_tracepoint(name); });
    }
    Choice by_fexit(const char* what, std::span<const Hook> hooks) const
    {
        return pick(what, "fexit", hooks, [this](const char* name) { return kernel_.has_function(name); });
    }
    Choice by_kprobes(const char* what, std::span<const Hook> hooks) const
    {
        return pick(what, "kprobes", hooks, [this](const char* name) { return kernel_.has_function(name); });
    }

    const KernelHooks& kernel_;
    Mechanism wanted_;
};

constexpr std::pair<const char*, Mechanism> kNames[] = {{"auto", Mechanism::automatic},
                                                        {"tracepoint", Mechanism::tracepoint},
                                                        {"fexit", Mechanism::fexit},
                                                        {"kprobe", Mechanism::kprobe}};

std::string name_of(Mechanism mechanism)
{
    for (const auto& [name, value] : kNames)
        if (value == mechanism) return name;
    return {};
}

[[noreturn]] void fail_to_choose(Mechanism wanted)
{
    if (wanted == Mechanism::automatic)
        throw Error(
            "this kernel lets nobody see calls on sockets: it has no tracepoint sock_send_length (Linux 6.3), no "
            "fexit and no kprobes (CONFIG_KPROBE_EVENTS)");
    throw Error("mechanism = \"" + name_of(wanted) +
                "\": this kernel has not got that; `hookline doctor` says what works");
}

}  // namespace

Mechanism mechanism_named(const std::string& name)
{
    for (const auto& [known, value] : kNames)
        if (name == known) return value;
    return Mechanism::automatic;
}

Choices choose(const KernelHooks& kernel, Mechanism wanted)
{
    const Chooser chooser(kernel, wanted);
    Choices choices{chooser.calls(), chooser.splice(), chooser.packets(), chooser.peers(), chooser.connections()};
    if (choices.calls.programs.empty()) fail_to_choose(wanted);
    return choices;
}

}  // namespace hookline::bpf
