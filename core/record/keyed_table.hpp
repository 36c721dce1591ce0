// SPDX-License-Identifier: MIT
// The table itself: rows in blocks, an index over the hashes of their keys, one `other` row for what had to make room.
// A row is kept just as it is reported, but for its rate columns (see rates.hpp), and its texts are interned. One that
// has ended stays until it was reported; the index leads to the one that lives, or else to the last one of its key.
#pragma once

#include <array>
#include <optional>

#include "record/common_keys.hpp"
#include "record/interner.hpp"
#include "record/key_area.hpp"
#include "record/lifetimes.hpp"
#include "record/merge.hpp"
#include "record/order.hpp"
#include "record/projection.hpp"
#include "record/rates.hpp"
#include "record/row_index.hpp"
#include "record/row_store.hpp"
#include "record/table.hpp"

namespace hookline::record {

class ReportWriter;

class KeyedTable final : public Table {
public:
    KeyedTable(std::vector<Input> inputs, SchemaPtr output, const hookline_column* sort_column,
               std::optional<Lifetimes> lifetimes, const config::Pipeline& pipeline);

    [[nodiscard]] SchemaPtr output() const override { return schema_; }
    void add(std::size_t input, const Row& row) override;
    void tick(std::int64_t now_ns) override;
    void report(std::int64_t begin_ns, std::int64_t end_ns, bool final_report, const Emit& emit) override;
    [[nodiscard]] std::size_t size() override;
    [[nodiscard]] std::uint64_t folded_rows() override;

private:
    using RowBuffer = std::vector<std::uint64_t>;
    // One that stands for many.
    struct Other {
        RowBuffer row;
        bool is_used = false;
    };

    // keyed_table.cpp
    [[nodiscard]] Other blank_other() const;
    [[nodiscard]] bool has_ended(const std::uint64_t* row) const { return lifetimes_ && lifetimes_->has_ended(row); }
    void settle();
    void place(const std::uint64_t* row, std::uint64_t hash);
    void fold_smallest();
    void fold_into(Other& other, const std::uint64_t* row) const;
    void drop(const std::vector<bool>& dropped, std::size_t count);
    void rebuild_index();
    void renew_texts();
    void shed_texts();

    // keyed_report.cpp
    [[nodiscard]] std::uint64_t sort_word(const std::uint64_t* row) const;
    [[nodiscard]] std::vector<Ranked> sorted_rows(std::size_t shown);
    void end_rows(std::int64_t now_ns);
    [[nodiscard]] std::vector<RowBuffer> others_of(const std::vector<Ranked>& sorted, std::size_t shown);
    void hand_over(std::vector<Ranked>& sorted, ReportWriter& writer);
    void copy_out(const std::vector<Ranked>& sorted, std::size_t shown, ReportWriter& writer) const;
    void let_go();

    SchemaPtr schema_;
    std::string name_;
    std::optional<std::uint64_t> top_;
    std::uint64_t row_limit_;
    const hookline_column* sort_column_;  // null: none
    std::vector<const hookline_column*> text_columns_;

    KeyArea keys_;
    Rates rates_;
    Order order_;
    std::optional<Lifetimes> lifetimes_;
    Merge merge_same_;
    Merge merge_many_;
    CommonKeys common_keys_;
    std::vector<Projection> projections_;

    Interner texts_;
    std::size_t text_limit_;  // past it texts_ is renewed
    RowStore rows_;
    RowIndex index_;
    // What had to make room. With time-outs it is as good as ended: it leaves with the next report, and what `top` leaves
    // out of one and lives on is in a row of its own, of which only the peak is kept.
    Other folded_;
    Other rest_;
    std::uint64_t folded_rows_ = 0;

    // Rows that were added and not placed yet: a few are placed together, as each would wait for memory on its own.
    static constexpr std::size_t kPending = 16;
    RowBuffer pending_;
    std::array<std::uint64_t, kPending> pending_hashes_{};
    std::size_t pending_count_ = 0;
};

}  // namespace hookline::record
