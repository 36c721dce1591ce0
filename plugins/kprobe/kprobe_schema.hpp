// SPDX-License-Identifier: MIT
// The flow schema as this capture fills it: it counts calls, and what they moved.
#pragma once

#include <hookline/flow_schema.h>

#include <array>
#include <utility>

#include "bpf_support/column_help.hpp"

namespace hookline::kprobe {

inline constexpr auto kColumnHelp = std::to_array<std::pair<hookline_flow_column, const char*>>({
    {HOOKLINE_FLOW_PACKETS, "calls that moved something; packets of protocols without ports"},
    {HOOKLINE_FLOW_BYTES, "bytes that calls moved, by their results; of protocols without ports those of IP packets"},
    {HOOKLINE_FLOW_DIRECTION, "in is what the process receives, out what it sends"},
});

inline const auto kColumns = bpf::flow_columns_with(kColumnHelp);

inline const hookline_schema kFlowSchema = [] {
    auto schema = hookline_socket_flow_schema;
    schema.help = "calls and bytes by flow and process";
    schema.columns = kColumns.data();
    return schema;
}();

}  // namespace hookline::kprobe
