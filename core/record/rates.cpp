// SPDX-License-Identifier: MIT
#include "record/rates.hpp"

#include <algorithm>
#include <bit>

namespace hookline::record {

namespace {

constexpr std::int64_t kWindow = 10'000'000'000;

// Bits a second of one byte in that time; a time that is none gives no rate.
double scale(std::int64_t ns)
{
    return ns > 0 ? 8e9 / static_cast<double>(ns) : 0;
}

double as_rate(std::uint64_t word)
{
    return std::bit_cast<double>(word);
}
std::uint64_t as_word(double rate)
{
    return std::bit_cast<std::uint64_t>(rate);
}

}  // namespace

Rates::Rates(const Schema& schema, const config::Pipeline& pipeline) : every_ns_(pipeline.every.count())
{
    if (schema.find("bitrate") == nullptr) return;
    present_ = true;
    const auto word = [&](const char* name) { return schema.find(name)->offset / sizeof(std::uint64_t); };
    bytes_ = word("bytes");
    mean_ = word("bitrate");
    now_ = word("bitrate_now");
    peak_ = word("bitrate_peak");
}

void Rates::tick(std::int64_t now_ns, RowStore& rows, std::uint64_t* folded)
{
    if (!present_ || every_ns_ > 0) return;
    // Traffic before the first tick came in a time of unknown length: it counts in no window. A clock that went back,
    // as when the packets turn out to be a file's, begins anew.
    if (has_window_ && now_ns < window_ns_) has_window_ = false;
    if (!has_window_ || now_ns - window_ns_ >= kWindow) close_window(now_ns, has_window_, rows, folded);
}

void Rates::begin_report(std::int64_t begin_ns, std::int64_t end_ns, RowStore& rows, std::uint64_t* folded)
{
    if (!present_) return;
    mean_scale_ = scale(end_ns - begin_ns);
    if (every_ns_ > 0)
        begin_interval_report(begin_ns, end_ns, rows, folded);
    else
        begin_window_report(begin_ns, end_ns);
}

void Rates::begin_interval_report(std::int64_t begin_ns, std::int64_t end_ns, RowStore& rows, std::uint64_t* folded)
{
    const bool first = !has_window_;
    if (first) window_ns_ = begin_ns;
    const auto elapsed = end_ns - window_ns_;
    // A burst in the short rest before the end is no peak.
    if (elapsed > 0) close_window(end_ns, first || elapsed >= every_ns_ / 2, rows, folded);
    now_scale_ = 0;
    before_share_ = 1;
}

void Rates::begin_window_report(std::int64_t begin_ns, std::int64_t end_ns)
{
    const auto elapsed = has_window_ ? std::max<std::int64_t>(end_ns - window_ns_, 0) : 0;
    now_is_mean_ = before_ns_ == 0 && (end_ns - begin_ns <= kWindow || elapsed < kWindow / 10);
    const auto share_ns = std::clamp<std::int64_t>(kWindow - elapsed, 0, before_ns_);
    now_scale_ = scale(elapsed + share_ns);
    before_share_ = share_ns > 0 ? static_cast<double>(share_ns) / static_cast<double>(elapsed + share_ns) : 0;
}

void Rates::close_window(std::int64_t now_ns, bool counts_for_peak, RowStore& rows, std::uint64_t* folded)
{
    const bool known = has_window_ || every_ns_ > 0;
    const auto per_byte = known ? scale(now_ns - window_ns_) : 0;
    const auto close = [&](std::uint64_t* row) {
        const auto rate = static_cast<double>(row[bytes_] - row[mean_]) * per_byte;
        row[mean_] = row[bytes_];
        row[now_] = as_word(rate);
        if (counts_for_peak) row[peak_] = as_word(std::max(as_rate(row[peak_]), rate));
    };
    rows.for_each(close);
    close(folded);
    before_ns_ = known ? now_ns - window_ns_ : 0;
    window_ns_ = now_ns;
    has_window_ = true;
}

void Rates::fold(std::uint64_t* into, const std::uint64_t* from) const
{
    if (!present_) return;
    into[mean_] += from[mean_];
    into[now_] = as_word(as_rate(into[now_]) + as_rate(from[now_]));
}

void Rates::finish(std::uint64_t* row) const
{
    if (!present_) return;
    const auto rates = {mean(row), now(row), peak(row)};
    auto rate = rates.begin();
    for (const auto word : {mean_, now_, peak_})
        row[word] = as_word(*rate++);
}

void Rates::keep_peak(std::uint64_t* folded, const std::uint64_t* shown) const
{
    if (present_) folded[peak_] = shown[peak_];
}

double Rates::value(const hookline_column& column, const std::uint64_t* row) const
{
    const auto word = column.offset / sizeof(std::uint64_t);
    return word == mean_ ? mean(row) : word == now_ ? now(row) : peak(row);
}

bool Rates::owns(const hookline_column& column) const
{
    const auto word = column.offset / sizeof(std::uint64_t);
    return present_ && (word == mean_ || word == now_ || word == peak_);
}

double Rates::mean(const std::uint64_t* row) const
{
    return static_cast<double>(row[bytes_]) * mean_scale_;
}

double Rates::now(const std::uint64_t* row) const
{
    if (now_is_mean_) return mean(row);
    return static_cast<double>(row[bytes_] - row[mean_]) * now_scale_ + as_rate(row[now_]) * before_share_;
}

// No peak is below the mean, even if the windows began late or were cut.
double Rates::peak(const std::uint64_t* row) const
{
    const auto latest = every_ns_ > 0 ? 0 : now(row);
    return std::max({as_rate(row[peak_]), latest, mean(row)});
}

}  // namespace hookline::record
