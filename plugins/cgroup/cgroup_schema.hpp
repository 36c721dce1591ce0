// SPDX-License-Identifier: MIT
// The flow schema as this capture fills it: what it means by packets and bytes is not what captures on interfaces mean.
#pragma once

#include <hookline/flow_schema.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "bpf_support/column_help.hpp"

namespace hookline::cgroup {

inline constexpr auto kColumnHelp = std::to_array<std::pair<hookline_flow_column, const char*>>({
    {HOOKLINE_FLOW_PACKETS, "IP packets as sockets have them: before they are fragmented, after they are put together"},
    {HOOKLINE_FLOW_BYTES, "bytes of IP packets, from the IP header on: no link header"},
    {HOOKLINE_FLOW_DIRECTION, "in or out, as the socket sees it"},
});

inline const auto kColumns = bpf::flow_columns_with(kColumnHelp);

inline const hookline_schema kFlowSchema = [] {
    auto schema = hookline_socket_flow_schema;
    schema.help = "packets and bytes by flow and process, as sockets have them";
    schema.columns = kColumns.data();
    return schema;
}();

// Without those that say whose a row is: what is left of the sockets' columns is what is repeated.
inline const auto kOwnerlessColumns = [] {
    std::vector<hookline_column> columns(kColumns.begin(), kColumns.end() - HOOKLINE_SOCKET_COLUMN_COUNT);
    for (const auto id : {HOOKLINE_FLOW_REPEATED_PACKETS, HOOKLINE_FLOW_REPEATED_BYTES})
        columns.push_back(
            *std::find_if(kColumns.begin(), kColumns.end(), [id](const auto& column) { return column.id == id; }));
    return columns;
}();

inline const hookline_schema kOwnerlessFlowSchema = [] {
    auto schema = kFlowSchema;
    schema.help = "packets and bytes by flow, as sockets have them";
    schema.column_count = static_cast<std::uint32_t>(kOwnerlessColumns.size());
    schema.columns = kOwnerlessColumns.data();
    return schema;
}();

}  // namespace hookline::cgroup
