// SPDX-License-Identifier: MIT
#include "packet_filter/expression.hpp"

#include <pcap/pcap.h>

#include <hookline/plugin.hpp>

#include <memory>
#include <span>

#include "packet_filter/unroll.hpp"

namespace hookline::packet_filter {
namespace {

constexpr int kWholePackets = 262144;  // the snapshot length, which is also what a program that accepts returns

struct FreeCode {
    void operator()(bpf_program* code) const { ::pcap_freecode(code); }
};

ClassicProgram to_classic(const bpf_program& code)
{
    ClassicProgram program;
    for (const auto& one : std::span(code.bf_insns, code.bf_len))
        program.push_back({one.code, one.jt, one.jf, one.k});
    return unroll(program);
}

}  // namespace

Compiled compile(const std::string& expression, LinkHeader link_header)
{
    const int link_type = link_header == LinkHeader::ethernet ? DLT_EN10MB : DLT_RAW;
    const std::unique_ptr<pcap_t, void (*)(pcap_t*)> handle(::pcap_open_dead(link_type, kWholePackets), &::pcap_close);
    if (!handle) return {{}, "libpcap has no memory"};
    bpf_program code{};
    if (::pcap_compile(handle.get(), &code, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0)
        return {{}, ::pcap_geterr(handle.get())};
    const std::unique_ptr<bpf_program, FreeCode> owner(&code);
    return {to_classic(code), {}};
}

std::string quoted(const std::string& expression)
{
    return "filter \"" + expression + "\": ";
}

std::string syntax_problem(const std::string& expression)
{
    const auto problem = compile(expression, LinkHeader::ethernet).problem;
    return problem.find("syntax error") == std::string::npos ? "" : quoted(expression) + problem;
}

void check_syntax(const std::string& expression)
{
    if (const auto problem = syntax_problem(expression); !problem.empty()) throw invalid_option(problem);
}

}  // namespace hookline::packet_filter
