// SPDX-License-Identifier: MIT
#include "reference.hpp"

#include <pcap/pcap.h>

#include <stdexcept>

namespace hookline::test {
namespace {

std::vector<bpf_insn> to_pcap(const packet_filter::ClassicProgram& program)
{
    std::vector<bpf_insn> result;
    for (const auto& one : program)
        result.push_back({one.code, static_cast<u_char>(one.jump_true), static_cast<u_char>(one.jump_false), one.k});
    return result;
}

}  // namespace

void Reference::Free::operator()(bpf_program* program) const
{
    ::pcap_freecode(program);
    delete program;
}

Reference::Reference(const std::string& expression, packet_filter::LinkHeader link_header) : program_(new bpf_program{})
{
    const bool is_ethernet = link_header == packet_filter::LinkHeader::ethernet;
    const std::unique_ptr<pcap_t, void (*)(pcap_t*)> handle(
        ::pcap_open_dead(is_ethernet ? DLT_EN10MB : DLT_RAW, 262144), &::pcap_close);
    if (::pcap_compile(handle.get(), program_.get(), expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0)
        throw std::runtime_error(expression + ": " + ::pcap_geterr(handle.get()));
}

bool Reference::passes(const Bytes& packet) const
{
    pcap_pkthdr header{};
    header.caplen = header.len = static_cast<bpf_u_int32>(packet.size());
    return ::pcap_offline_filter(program_.get(), &header, packet.data()) != 0;
}

bool is_valid(const packet_filter::ClassicProgram& program)
{
    const auto code = to_pcap(program);
    return ::bpf_validate(code.data(), static_cast<int>(code.size())) != 0;
}

std::uint32_t interpret(const packet_filter::ClassicProgram& program, const Bytes& packet)
{
    const auto size = static_cast<u_int>(packet.size());
    return ::bpf_filter(to_pcap(program).data(), packet.data(), size, size);
}

}  // namespace hookline::test
