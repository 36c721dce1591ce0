// SPDX-License-Identifier: MIT
// The rows of the test captures: one schema of each kind, `flow` being the SDK's own.
#pragma once

#include <hookline/flow_schema.h>

namespace tests {

inline constexpr std::uint32_t kAlways = HOOKLINE_ALWAYS_PRESENT;

struct TcpEvent {
    std::int64_t time;
    std::uint8_t src_addr[16];
    std::uint8_t dst_addr[16];
    hookline_string reason;
    std::uint32_t state;
    std::uint8_t retransmitted;  // BOOL
    char command[11];
};

struct Packet {
    std::int64_t time;
    std::uint64_t bytes;
    hookline_string data;
    std::uint8_t src_mac[6];
    std::uint16_t ethertype;  // network byte order
};

constexpr hookline_column column(std::uint32_t id, const char* name, hookline_type type, hookline_role role,
                                 std::size_t offset, std::size_t width, const char* help)
{
    return {id,
            type,
            HOOKLINE_UNIT_NONE,
            role,
            HOOKLINE_MERGE_LAST,
            0,
            static_cast<std::uint32_t>(offset),
            static_cast<std::uint32_t>(width),
            kAlways,
            0,
            nullptr,
            name,
            help};
}

#define TESTS_COLUMN(ID, STRUCT, FIELD, TYPE, ROLE, HELP) \
    tests::column(ID, #FIELD, TYPE, ROLE, offsetof(STRUCT, FIELD), sizeof(STRUCT::FIELD), HELP)

constexpr hookline_column with_unit(hookline_column column, hookline_unit unit)
{
    column.unit = unit;
    column.merge = HOOKLINE_MERGE_SUM;
    return column;
}
constexpr hookline_column with_names(hookline_column column, const hookline_name* names, std::uint32_t count)
{
    column.names = names;
    column.name_count = count;
    return column;
}
template <std::uint32_t Count>
constexpr hookline_schema schema(hookline_stream_kind kind, const char* name, const char* help, std::size_t row_size,
                                 const hookline_column (&columns)[Count])
{
    return {sizeof(hookline_schema),
            static_cast<std::uint32_t>(kind),
            name,
            help,
            1,
            static_cast<std::uint32_t>(row_size),
            HOOKLINE_NO_PRESENCE,
            sizeof(hookline_column),
            Count,
            0,
            columns};
}

inline constexpr hookline_name kStateNames[] = {{1, "ESTABLISHED"}, {7, "CLOSE"}};
inline constexpr hookline_column kTcpEventColumns[] = {
    TESTS_COLUMN(0, TcpEvent, time, HOOKLINE_TIME, HOOKLINE_WHEN, "when it happened"),
    TESTS_COLUMN(1, TcpEvent, src_addr, HOOKLINE_IP, HOOKLINE_KEY, "source address"),
    TESTS_COLUMN(2, TcpEvent, dst_addr, HOOKLINE_IP, HOOKLINE_KEY, "destination address"),
    TESTS_COLUMN(3, TcpEvent, reason, HOOKLINE_TEXT, HOOKLINE_LABEL, "why, in words"),
    with_names(TESTS_COLUMN(4, TcpEvent, state, HOOKLINE_U32, HOOKLINE_LABEL, "TCP state"), kStateNames, 2),
    TESTS_COLUMN(5, TcpEvent, retransmitted, HOOKLINE_BOOL, HOOKLINE_LABEL, "sent again"),
    TESTS_COLUMN(6, TcpEvent, command, HOOKLINE_CHARS, HOOKLINE_LABEL, "command of the process"),
};
inline constexpr hookline_schema kTcpEventSchema =
    schema(HOOKLINE_EVENT, "tcp_event", "what happened to TCP connections", sizeof(TcpEvent), kTcpEventColumns);

inline constexpr hookline_column kPacketColumns[] = {
    TESTS_COLUMN(0, Packet, time, HOOKLINE_TIME, HOOKLINE_WHEN, "when it was seen"),
    with_unit(TESTS_COLUMN(1, Packet, bytes, HOOKLINE_U64, HOOKLINE_COUNTER, "bytes on the wire"), HOOKLINE_UNIT_BYTES),
    TESTS_COLUMN(2, Packet, src_mac, HOOKLINE_MAC, HOOKLINE_KEY, "source MAC address"),
    TESTS_COLUMN(3, Packet, ethertype, HOOKLINE_U16_BE, HOOKLINE_KEY, "EtherType"),
    TESTS_COLUMN(4, Packet, data, HOOKLINE_BYTES, HOOKLINE_LABEL, "the packet, as far as it was kept"),
};
inline constexpr hookline_schema kPacketSchema =
    schema(HOOKLINE_PACKET, "packet", "packets, byte for byte", sizeof(Packet), kPacketColumns);

}  // namespace tests
