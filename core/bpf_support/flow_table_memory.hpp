// SPDX-License-Identifier: MIT
// What a flow table takes of the kernel's memory, in words.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <string>

#include "bpf_support/flow_table_size.hpp"

namespace hookline::bpf {

// "flow table: 111 MiB of kernel memory at max_entries = 262144"
std::string flow_table_memory(const FlowTableSize& size, std::uint32_t max_entries);

// The same for the log of a start: a warning where it is more than most would expect.
void log_flow_table_memory(const Host& host, const FlowTableSize& size, std::uint32_t max_entries);

}  // namespace hookline::bpf
