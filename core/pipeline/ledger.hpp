// SPDX-License-Identifier: MIT
// The ledger's two books (docs/ARCHITECTURE.md, "Right numbers"): what each capture saw and what became of it, and what
// each sink was offered and what became of that.
#pragma once

#include <hookline/plugin.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace hookline::pipeline {

struct Amount {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    Amount& operator+=(const Amount& other);
    bool operator==(const Amount&) const = default;
};

// Seen = delivered + filtered + lost. `noted` is no part of the sum.
struct CaptureAccount {
    std::string who;  // "capture uplink"
    Amount seen;
    Amount delivered;
    std::map<std::string, Amount> filtered;
    std::map<std::string, Amount> lost;
    std::map<std::string, Amount> noted;
};

// Rows. Offered = delivered + dropped + pending.
struct SinkAccount {
    std::string who;
    std::uint64_t offered = 0;
    std::uint64_t delivered = 0;
    std::uint64_t pending = 0;  // queued, or taken and not acknowledged
    std::map<std::string, std::uint64_t> dropped;
};

// Rows that a table had no room for. Their packets are in its `other` row, so that this is no part of a sum.
struct PipelineAccount {
    std::string who;
    std::uint64_t folded = 0;
    std::uint64_t not_asked = 0;  // host names
};

struct Ledger {
    std::vector<CaptureAccount> captures;
    std::vector<SinkAccount> sinks;
    std::vector<PipelineAccount> pipelines{};
};

// One line of either book.
struct Entry {
    std::string who;
    std::string account;  // seen, delivered, filtered, lost, noted; offered, delivered, dropped, pending
    std::string cause;  // of filtered, lost, noted and dropped
    Amount amount;  // captures
    std::uint64_t rows = 0;  // sinks, pipelines
    bool is_in_rows = false;
};

// Every entry that is not zero: captures, pipelines, sinks, then the totals of all captures as who = "total".
std::vector<Entry> entries(const Ledger& ledger);
// What does not add up, one line each; none when the books balance.
std::vector<std::string> imbalances(const Ledger& ledger);
// The lines for stderr. The last is the sum over all captures.
std::vector<std::string> to_lines(const Ledger& ledger);

// A capture's book while it runs. Any thread.
class CaptureBook {
public:
    void add(hookline_account account, const char* name, Amount amount);
    void add_delivered(Amount amount);
    [[nodiscard]] CaptureAccount account(std::string who) const;

private:
    mutable std::mutex mutex_;
    CaptureAccount account_;
};

}  // namespace hookline::pipeline
