// SPDX-License-Identifier: MIT
// Streams other than flows, for tests of sinks: events with a column of every type, and the ledger.
#pragma once

#include <string_view>

#include "report.hpp"

namespace hookline::test {

struct EventRow {
    std::int64_t time;
    std::uint8_t address[16];
    hookline_string comm;
    std::uint64_t rtt;
    std::int64_t change;
    std::uint16_t port;
    std::uint8_t mac[6];
    std::uint8_t state;
    std::uint8_t flags;
    std::uint8_t ok;
    std::uint8_t reserved[5];
    hookline_string data;
};

inline constexpr hookline_name kStates[] = {{1, "ESTABLISHED"}, {7, "CLOSE"}};
inline constexpr hookline_name kBits[] = {{1, "FIN"}, {2, "SYN"}};

inline const hookline_schema& event_schema()
{
    static const auto columns = [] {
        std::vector<hookline_column> all = {
            column("time", HOOKLINE_TIME, HOOKLINE_WHEN, offsetof(EventRow, time), 8),
            column("address", HOOKLINE_IP, HOOKLINE_KEY, offsetof(EventRow, address), 16),
            column("port", HOOKLINE_U16_BE, HOOKLINE_KEY, offsetof(EventRow, port), 2),
            column("mac", HOOKLINE_MAC, HOOKLINE_KEY, offsetof(EventRow, mac), 6),
            column("state", HOOKLINE_U8, HOOKLINE_KEY, offsetof(EventRow, state), 1),
            column("flags", HOOKLINE_U8, HOOKLINE_LABEL, offsetof(EventRow, flags), 1),
            column("comm", HOOKLINE_TEXT, HOOKLINE_LABEL, offsetof(EventRow, comm), 16),
            column("rtt", HOOKLINE_DURATION, HOOKLINE_GAUGE, offsetof(EventRow, rtt), 8),
            column("change", HOOKLINE_I64, HOOKLINE_GAUGE, offsetof(EventRow, change), 8),
            column("ok", HOOKLINE_BOOL, HOOKLINE_LABEL, offsetof(EventRow, ok), 1),
            column("data", HOOKLINE_BYTES, HOOKLINE_LABEL, offsetof(EventRow, data), 16),
        };
        all[4].names = kStates, all[4].name_count = 2;
        all[5].names = kBits, all[5].name_count = 2, all[5].flags = HOOKLINE_COLUMN_BITMASK;
        return all;
    }();
    static const hookline_schema schema = {sizeof(hookline_schema),
                                           HOOKLINE_EVENT,
                                           "tcp_event",
                                           "",
                                           1,
                                           sizeof(EventRow),
                                           HOOKLINE_NO_PRESENCE,
                                           sizeof(hookline_column),
                                           static_cast<std::uint32_t>(columns.size()),
                                           0,
                                           columns.data()};
    return schema;
}

inline EventRow event(std::string_view comm, std::string_view data = {})
{
    EventRow row{};
    row.time = 1'777'636'800'123'456'789;  // 2026-05-01T12:00:00Z and a bit
    row.address[10] = row.address[11] = 0xff;
    row.address[12] = 10, row.address[15] = 7;
    row.comm = {comm.data(), comm.size()};
    row.rtt = 12'500'000;
    row.change = -5;
    row.port = htons(443);
    std::memcpy(row.mac, "\x02\x00\x5e\x10\x00\xff", 6);
    row.state = 1;
    row.flags = 3;
    row.ok = 1;
    row.data = {data.data(), data.size()};
    return row;
}

// ---- the ledger

struct LedgerRow {
    char who[24];
    char account[16];
    char cause[16];
    std::uint64_t packets;
    std::uint64_t bytes;
    std::uint64_t rows;
};

inline const hookline_schema& ledger_schema()
{
    static const hookline_column columns[] = {
        column("who", HOOKLINE_CHARS, HOOKLINE_KEY, offsetof(LedgerRow, who), 24),
        column("account", HOOKLINE_CHARS, HOOKLINE_KEY, offsetof(LedgerRow, account), 16),
        column("cause", HOOKLINE_CHARS, HOOKLINE_KEY, offsetof(LedgerRow, cause), 16),
        column("packets", HOOKLINE_U64, HOOKLINE_COUNTER, offsetof(LedgerRow, packets), 8, HOOKLINE_ALWAYS_PRESENT,
               HOOKLINE_UNIT_PACKETS),
        column("bytes", HOOKLINE_U64, HOOKLINE_COUNTER, offsetof(LedgerRow, bytes), 8, HOOKLINE_ALWAYS_PRESENT,
               HOOKLINE_UNIT_BYTES),
        column("rows", HOOKLINE_U64, HOOKLINE_COUNTER, offsetof(LedgerRow, rows), 8, HOOKLINE_ALWAYS_PRESENT,
               HOOKLINE_UNIT_ROWS),
    };
    static const hookline_schema schema = {sizeof(hookline_schema),
                                           HOOKLINE_TABLE,
                                           "ledger",
                                           "",
                                           1,
                                           sizeof(LedgerRow),
                                           HOOKLINE_NO_PRESENCE,
                                           sizeof(hookline_column),
                                           HOOKLINE_COUNT_OF(columns),
                                           0,
                                           columns};
    return schema;
}

inline std::vector<LedgerRow> ledger_rows()
{
    return {{"capture uplink", "seen", "", 100, 6000, 0},
            {"capture uplink", "delivered", "", 90, 5400, 0},
            {"capture uplink", "filtered", "no_arp", 4, 240, 0},
            {"capture uplink", "lost", "map_full", 6, 360, 0},
            {"capture uplink", "noted", "other_by_prefix", 50, 3000, 0},
            {"pipeline flows", "noted", "row_limit", 0, 0, 7},
            {"sink screen", "dropped", "queue_full", 0, 0, 1},
            {"total", "seen", "", 100, 6000, 0},
            {"total", "lost", "all", 6, 360, 0}};
}

}  // namespace hookline::test
