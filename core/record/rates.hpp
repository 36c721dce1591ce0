// SPDX-License-Identifier: MIT
// Bit rates of a table's rows. What is to be known of a row between reports is kept in its own three rate columns, so
// that a row costs no more memory for it; finish() puts the rates there once the row leaves the table:
//   bitrate       bytes when the present window began (u64)
//   bitrate_now   rate of the window before (f64)
//   bitrate_peak  highest rate so far (f64)
// With `every`, a window is the time between two reports. Without, windows are ten seconds in the captures' time, as far
// as ticks allow, and the rate now is that of the last ten seconds: the present window and a share of the one before.
// In a run that is no longer than a window it is the mean.
#pragma once

#include <cstdint>

#include "config/model.hpp"
#include "record/row_store.hpp"
#include "record/schema.hpp"

namespace hookline::record {

class Rates {
public:
    Rates(const Schema& schema, const config::Pipeline& pipeline);

    void tick(std::int64_t now_ns, RowStore& rows, std::uint64_t* folded);
    void begin_report(std::int64_t begin_ns, std::int64_t end_ns, RowStore& rows, std::uint64_t* folded);
    // What the row is folded into goes on where the row stood.
    void fold(std::uint64_t* into, const std::uint64_t* from) const;
    // During a report. The row in its table form becomes one that can be shown.
    void finish(std::uint64_t* row) const;
    // `shown`, finished, was the `other` row of a report; `folded` lives on.
    void keep_peak(std::uint64_t* folded, const std::uint64_t* shown) const;
    // The value that finish() would put into that column, for sorting.
    [[nodiscard]] double value(const hookline_column& column, const std::uint64_t* row) const;
    [[nodiscard]] bool owns(const hookline_column& column) const;

private:
    [[nodiscard]] double mean(const std::uint64_t* row) const;
    [[nodiscard]] double now(const std::uint64_t* row) const;
    [[nodiscard]] double peak(const std::uint64_t* row) const;
    void begin_interval_report(std::int64_t begin_ns, std::int64_t end_ns, RowStore& rows, std::uint64_t* folded);
    void begin_window_report(std::int64_t begin_ns, std::int64_t end_ns);
    void close_window(std::int64_t now_ns, bool counts_for_peak, RowStore& rows, std::uint64_t* folded);

    bool present_ = false;
    std::size_t bytes_ = 0, mean_ = 0, now_ = 0, peak_ = 0;  // words in the row
    std::int64_t every_ns_;
    std::int64_t window_ns_ = 0;  // when the present window began
    bool has_window_ = false;
    std::int64_t before_ns_ = 0;  // length of the window before, 0: there was none

    // Of the report that is being made: rate now = bytes in the window * now_scale_ + rate before * before_share_.
    bool now_is_mean_ = false;  // too little is known of the last ten seconds
    double mean_scale_ = 0;
    double now_scale_ = 0;
    double before_share_ = 0;
};

}  // namespace hookline::record
