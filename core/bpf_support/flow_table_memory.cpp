// SPDX-License-Identifier: MIT
#include "bpf_support/flow_table_memory.hpp"

namespace hookline::bpf {
namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
constexpr std::uint64_t kMuch = 1024 * kMiB;

}  // namespace

std::string flow_table_memory(const FlowTableSize& size, std::uint32_t max_entries)
{
    const auto rounded_up = (size.bytes() + kMiB - 1) / kMiB;
    return "flow table: " + std::to_string(rounded_up) +
           " MiB of kernel memory at max_entries = " + std::to_string(max_entries);
}

void log_flow_table_memory(const Host& host, const FlowTableSize& size, std::uint32_t max_entries)
{
    const auto words = flow_table_memory(size, max_entries);
    if (size.bytes() > kMuch)
        host.warn(words + "; lower max_entries if that is too much for this machine");
    else
        host.debug(words);
}

}  // namespace hookline::bpf
