// SPDX-License-Identifier: MIT
#include "pipeline/ledger.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace hookline::pipeline {
namespace {

using Causes = std::map<std::string, Amount>;

Amount sum(const Causes& causes)
{
    Amount total;
    for (const auto& [cause, amount] : causes)
        total += amount;
    return total;
}

std::uint64_t sum(const std::map<std::string, std::uint64_t>& causes)
{
    std::uint64_t total = 0;
    for (const auto& [cause, rows] : causes)
        total += rows;
    return total;
}

CaptureAccount total(const Ledger& ledger)
{
    CaptureAccount all;
    all.who = "total";
    for (const auto& capture : ledger.captures) {
        all.seen += capture.seen;
        all.delivered += capture.delivered;
        all.filtered["all"] += sum(capture.filtered);
        all.lost["all"] += sum(capture.lost);
    }
    return all;
}

void append(std::vector<Entry>& list, const CaptureAccount& book)
{
    const auto add = [&](const char* account, const std::string& cause, Amount amount) {
        if (amount != Amount{}) list.push_back({book.who, account, cause, amount});
    };
    add("seen", "", book.seen);
    add("delivered", "", book.delivered);
    for (const auto& [cause, amount] : book.filtered)
        add("filtered", cause, amount);
    for (const auto& [cause, amount] : book.lost)
        add("lost", cause, amount);
    for (const auto& [cause, amount] : book.noted)
        add("noted", cause, amount);
}

void append(std::vector<Entry>& list, const PipelineAccount& book)
{
    if (book.folded != 0) list.push_back({book.who, "noted", "row_limit", {}, book.folded, true});
    if (book.not_asked != 0) list.push_back({book.who, "noted", "names_not_asked", {}, book.not_asked, true});
}

void append(std::vector<Entry>& list, const SinkAccount& book)
{
    const auto add = [&](const char* account, const std::string& cause, std::uint64_t rows) {
        if (rows != 0) list.push_back({book.who, account, cause, {}, rows, true});
    };
    add("offered", "", book.offered);
    add("delivered", "", book.delivered);
    for (const auto& [cause, rows] : book.dropped)
        add("dropped", cause, rows);
    add("pending", "", book.pending);
}

std::string line(const Entry& entry)
{
    const auto what = entry.cause.empty() ? entry.account : entry.account + " " + entry.cause;
    if (entry.is_in_rows) return fmt::format("ledger: {}: {} {} rows", entry.who, what, entry.rows);
    return fmt::format("ledger: {}: {} {} packets {} bytes", entry.who, what, entry.amount.packets, entry.amount.bytes);
}

void append_lines(std::vector<std::string>& lines, const SinkAccount& sink)
{
    if (sink.offered == 0 && sink.dropped.empty()) return;
    auto text = fmt::format("ledger: {}: offered {} rows, delivered {}, dropped {}", sink.who, sink.offered,
                            sink.delivered, sum(sink.dropped));
    if (sink.pending != 0) text += fmt::format(", pending {}", sink.pending);
    lines.push_back(std::move(text));
    std::vector<Entry> all;
    append(all, sink);
    for (const auto& entry : all)
        if (!entry.cause.empty()) lines.push_back(line(entry));
}

// Signed, as either side may be the larger.
std::int64_t difference(std::uint64_t left, std::uint64_t right)
{
    return static_cast<std::int64_t>(left - right);
}

}  // namespace

Amount& Amount::operator+=(const Amount& other)
{
    packets += other.packets;
    bytes += other.bytes;
    return *this;
}

std::vector<Entry> entries(const Ledger& ledger)
{
    std::vector<Entry> list;
    for (const auto& capture : ledger.captures)
        append(list, capture);
    for (const auto& pipeline : ledger.pipelines)
        append(list, pipeline);
    for (const auto& sink : ledger.sinks)
        append(list, sink);
    append(list, total(ledger));
    return list;
}

std::vector<std::string> imbalances(const Ledger& ledger)
{
    std::vector<std::string> lines;
    for (const auto& capture : ledger.captures) {
        auto accounted = capture.delivered;
        accounted += sum(capture.filtered);
        accounted += sum(capture.lost);
        if (accounted == capture.seen) continue;
        lines.push_back(
            fmt::format("{}: the ledger does not balance: seen less delivered, filtered and lost is {} "
                        "packets, {} bytes; the report is wrong by that much",
                        capture.who, difference(capture.seen.packets, accounted.packets),
                        difference(capture.seen.bytes, accounted.bytes)));
    }
    for (const auto& sink : ledger.sinks) {
        const auto accounted = sink.delivered + sum(sink.dropped) + sink.pending;
        if (accounted == sink.offered) continue;
        lines.push_back(
            fmt::format("{}: the ledger does not balance: offered less delivered, dropped and pending is "
                        "{} rows",
                        sink.who, difference(sink.offered, accounted)));
    }
    return lines;
}

std::vector<std::string> to_lines(const Ledger& ledger)
{
    std::vector<std::string> lines;
    std::vector<Entry> all;
    for (const auto& capture : ledger.captures)
        append(all, capture);
    for (const auto& pipeline : ledger.pipelines)
        append(all, pipeline);
    for (const auto& entry : all)
        lines.push_back(line(entry));
    for (const auto& sink : ledger.sinks)
        append_lines(lines, sink);
    const auto sums = total(ledger);
    const auto filtered = sum(sums.filtered);
    const auto lost = sum(sums.lost);
    lines.push_back(fmt::format("ledger: seen {} packets {} bytes, delivered {} {}, filtered {} {}, lost {} {}",
                                sums.seen.packets, sums.seen.bytes, sums.delivered.packets, sums.delivered.bytes,
                                filtered.packets, filtered.bytes, lost.packets, lost.bytes));
    return lines;
}

void CaptureBook::add(hookline_account account, const char* name, Amount amount)
{
    const std::string cause = name != nullptr && *name != '\0' ? name : "unnamed";
    const std::lock_guard lock(mutex_);
    switch (account) {
    case HOOKLINE_SEEN: account_.seen += amount; break;
    case HOOKLINE_FILTERED: account_.filtered[cause] += amount; break;
    case HOOKLINE_LOST: account_.lost[cause] += amount; break;
    case HOOKLINE_NOTED: account_.noted[cause] += amount; break;
    default: account_.noted["bad_account"] += amount; break;
    }
}

void CaptureBook::add_delivered(Amount amount)
{
    const std::lock_guard lock(mutex_);
    account_.delivered += amount;
}

CaptureAccount CaptureBook::account(std::string who) const
{
    const std::lock_guard lock(mutex_);
    auto copy = account_;
    copy.who = std::move(who);
    return copy;
}

}  // namespace hookline::pipeline
