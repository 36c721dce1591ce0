// SPDX-License-Identifier: MIT
// When a row of a table has ended, and why: `timeouts`, held against the row's own first and last time. Whether a row had
// ended before more came for it is told by those times alone, so that rows need a look only when something is added to
// them and when a report is made: nothing watches the clock in between, and a capture file gives the rows that its
// packets gave when they were live.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "config/model.hpp"
#include "record/filter_value.hpp"
#include "record/schema.hpp"

namespace hookline::record {

// IPFIX's flowEndReason (IANA, information element 136), which has one value for FIN and RST.
enum class EndReason : std::uint8_t { idle = 1, active = 2, fin = 3, evicted = 5, rst = 6 };

class Lifetimes {
public:
    // The column `end_reason`: absent in rows that live.
    static Schema::Draft column();
    // Nothing without time-outs, or after a complaint.
    static std::optional<Lifetimes> make(const Schema& output, const config::Pipeline& pipeline,
                                         config::Complaints& complaints);

    [[nodiscard]] bool has_ended(const std::uint64_t* row) const { return (row[0] & reason_bit_) != 0; }
    // Has the row ended by that time, or when `next`, which has the same key, began? It is marked then.
    bool end_by(std::uint64_t* row, std::int64_t now_ns) const;
    bool end_before(std::uint64_t* row, const std::uint64_t* next) const;
    void mark(std::uint64_t* row, EndReason reason) const;

private:
    static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
    struct Limits {
        std::int64_t idle = kNever;
        std::int64_t active = kNever;
        std::int64_t closed = kNever;
    };
    struct ProtoLimits {
        IntegerRange protos;
        Limits limits;
    };
    struct End {
        std::int64_t at = kNever;
        EndReason reason = EndReason::idle;
        void sooner(std::int64_t from, std::int64_t limit, EndReason why);
    };
    friend class LifetimesMaker;
    Lifetimes() = default;

    [[nodiscard]] const Limits& limits_of(const std::uint64_t* row) const;
    [[nodiscard]] End end_of(const std::uint64_t* row) const;
    [[nodiscard]] std::optional<EndReason> closed_by(const std::uint64_t* row) const;
    [[nodiscard]] std::optional<std::int64_t> time(const std::uint64_t* row, const hookline_column* column) const;

    const hookline_schema* schema_ = nullptr;
    const hookline_column* first_ = nullptr;
    const hookline_column* last_ = nullptr;
    const hookline_column* proto_ = nullptr;  // null: all rows have the same limits
    const hookline_column* tcp_flags_ = nullptr;  // null: no row is ever closed
    const hookline_column* other_ = nullptr;
    std::uint64_t reason_bit_ = 0;
    std::size_t reason_offset_ = 0;
    Limits limits_;
    std::vector<ProtoLimits> proto_limits_;
};

}  // namespace hookline::record
