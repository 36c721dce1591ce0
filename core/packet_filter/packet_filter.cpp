// SPDX-License-Identifier: MIT
#include "packet_filter/packet_filter.hpp"

#include <hookline/plugin.hpp>

#include <algorithm>
#include <span>

#include "bpf_support/capabilities.hpp"
#include "bpf_support/errors.hpp"
#include "packet_filter.h"

namespace hookline::packet_filter {
namespace {

bool does_nothing(const bpf_insn& instruction)
{
    return instruction.code == (BPF_JMP | BPF_JA) && instruction.off == 0;
}

bool may_add_variables()
{
    constexpr int kWanted[] = {CAP_PERFMON};
    return bpf::missing_capabilities(kWanted).empty();
}

// Puts the code wherever there is room for it; says how often.
int fill(std::span<bpf_insn> program, std::span<const bpf_insn> code)
{
    int count = 0;
    for (auto at = program.begin();;) {
        at = std::search_n(at, program.end(), HL_FILTER_ROOM, true,
                           [](const bpf_insn& instruction, bool) { return does_nothing(instruction); });
        if (at == program.end()) return count;
        at = std::ranges::copy(code, at).out;
        ++count;
    }
}

Programs compile_for_all(const std::string& expression)
{
    return {compile(expression, LinkHeader::ethernet), compile(expression, LinkHeader::none)};
}

}  // namespace

PacketFilter::PacketFilter(const std::string& expression)
    : PacketFilter(expression, expression.empty() ? Programs{} : compile_for_all(expression))
{
    if (!programs_.ethernet.problem.empty() && !programs_.network.problem.empty())
        throw invalid_option(quoted(expression_) + programs_.ethernet.problem);
}

PacketFilter PacketFilter::for_ip_packets(const std::string& expression)
{
    PacketFilter filter(expression);
    if (!filter.programs_.network.problem.empty())
        throw invalid_option(quoted(filter.expression_) + filter.programs_.network.problem +
                             " (packets start with their IP header here)");
    return filter;
}

void PacketFilter::install(bpf_program* program, const Hook& hook) const
{
    if (!is_on()) return;
    const std::span<const bpf_insn> before(bpf_program__insns(program), bpf_program__insn_cnt(program));
    std::vector<bpf_insn> after(before.begin(), before.end());
    Hook here = hook;
    here.may_add_variables = may_add_variables();
    try {
        if (fill(after, filter_code(programs_, here, HL_FILTER_ROOM)) == 0)
            throw Error(std::string("the program ") + bpf_program__name(program) +
                        " has no place for it; build the plugin and its eBPF object anew");
    } catch (const Error& error) {
        throw Error(quoted(expression_) + error.what());
    }
    if (const int error = bpf_program__set_insns(program, after.data(), after.size()); error != 0)
        throw Error(quoted(expression_) + "cannot be put into the program " + bpf_program__name(program) + ": " +
                    bpf::kernel_words(error));
}

void PacketFilter::check(const bpf::Interface& interface) const
{
    if (!is_on()) return;
    const auto refuse = [&](const std::string& why) {
        throw Error("interface " + interface.name + ": " + quoted(expression_) + why);
    };
    if (interface.has_ethernet_header() && !programs_.ethernet.problem.empty()) refuse(programs_.ethernet.problem);
    if (interface.has_no_link_header() && !programs_.network.problem.empty()) refuse(programs_.network.problem);
    if (!interface.has_ethernet_header() && !interface.has_no_link_header())
        refuse("its packets start with neither an Ethernet nor an IP header (ARPHRD type " +
               std::to_string(interface.type) + "); the pcap capture knows more link types");
}

}  // namespace hookline::packet_filter
