// SPDX-License-Identifier: MIT
// Small schemas and rows for the tests of core/record.
#pragma once

#include <hookline/flow.h>
#include <hookline/row.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "record/schema.hpp"
#include "record/table.hpp"

namespace sample {

// A host's copy of the flow schema.
hookline::record::SchemaPtr flow_schema();

// A flow row built up a column at a time.
struct Flow {
    hookline_flow row{};

    Flow& src(const char* address) { return put(HOOKLINE_FLOW_SRC_ADDR, row.src_addr, address); }
    Flow& dst(const char* address) { return put(HOOKLINE_FLOW_DST_ADDR, row.dst_addr, address); }
    Flow& interface(std::string_view name)
    {
        row.interface = {name.data(), name.size()};
        return has(HOOKLINE_FLOW_INTERFACE);
    }
    Flow& ports(std::uint16_t src_port, std::uint16_t dst_port)
    {
        row.src_port = src_port;
        row.dst_port = dst_port;
        return has(HOOKLINE_FLOW_SRC_PORT).has(HOOKLINE_FLOW_DST_PORT);
    }
    Flow& proto(std::uint16_t number)
    {
        row.proto = number;
        return has(HOOKLINE_FLOW_PROTO);
    }
    Flow& traffic(std::uint64_t packets, std::uint64_t bytes)
    {
        row.packets = packets;
        row.bytes = bytes;
        return has(HOOKLINE_FLOW_PACKETS).has(HOOKLINE_FLOW_BYTES);
    }
    Flow& times(std::int64_t first, std::int64_t last)
    {
        row.first = first;
        row.last = last;
        return has(HOOKLINE_FLOW_FIRST).has(HOOKLINE_FLOW_LAST);
    }
    Flow& tcp_flags(std::uint8_t flags)
    {
        row.tcp_flags = flags;
        return has(HOOKLINE_FLOW_TCP_FLAGS);
    }
    // Many flows of a network that a capture had no room for.
    Flow& network(const char* address, std::uint8_t prefix_length)
    {
        row.prefix_length = prefix_length;
        row.other = 1;
        return src(address).has(HOOKLINE_FLOW_PREFIX_LENGTH).has(HOOKLINE_FLOW_OTHER);
    }
    Flow& has(hookline_flow_column column)
    {
        row.present |= HOOKLINE_FLOW_BIT(column);
        return *this;
    }

private:
    Flow& put(hookline_flow_column column, std::uint8_t* to, const char* address);
};

// TCP 10.0.0.1:1000 -> 10.0.0.2:80 on eth0, one packet of 100 bytes.
Flow tcp();

// A draft column of a schema made by the host.
hookline::record::Schema::Draft column(const char* name, hookline_type type, hookline_role role,
                                       hookline_merge merge = HOOKLINE_MERGE_LAST);

// All rows of a report, as they would reach a sink; the batches are kept so that the rows stay readable.
struct Report {
    std::vector<std::shared_ptr<hookline::record::OwnedBatch>> batches;
    std::vector<hookline::Row> rows;

    void take(std::shared_ptr<hookline::record::OwnedBatch> batch);
    [[nodiscard]] std::size_t size() const { return rows.size(); }
    [[nodiscard]] const hookline_column& column(const char* name) const;
    [[nodiscard]] std::uint64_t integer(std::size_t index, const char* name) const;
    [[nodiscard]] double number(std::size_t index, const char* name) const;
    [[nodiscard]] std::string text(std::size_t index, const char* name) const;
    [[nodiscard]] bool has(std::size_t index, const char* name) const;
    [[nodiscard]] std::uint64_t sum(const char* name) const;
};

// A table over flow streams of so many captures ("c0", "c1", ...); throws the complaints there are.
std::unique_ptr<hookline::record::Table> make_table(const hookline::config::Pipeline& pipeline, std::size_t inputs = 1);
// The first complaint that making it raises, or nothing.
std::string first_complaint(std::vector<hookline::record::Input> inputs, const hookline::config::Pipeline& pipeline);

void add(hookline::record::Table& table, const Flow& flow, std::size_t input = 0);
Report report(hookline::record::Table& table, std::int64_t begin_ns = 0, std::int64_t end_ns = 1'000'000'000,
              bool final_report = false);

}  // namespace sample
