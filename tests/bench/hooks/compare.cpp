// SPDX-License-Identifier: MIT
#include "compare.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "error.hpp"

namespace hookline::bench {
namespace {

const Row* full_program_in(const std::vector<Row>& rows, const Row& like)
{
    const auto found = std::ranges::find_if(rows, [&](const Row& row) {
        return row.program == kFull && row.ratio && row.hook == like.hook && row.packets == like.packets;
    });
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

void keep_lower(std::vector<Row>& rows, const std::vector<Row>& again)
{
    for (Row& row : rows) {
        const Row* other = full_program_in(again, row);
        if (row.program == kFull && other != nullptr && (!row.ratio || *other->ratio < *row.ratio))
            row.ratio = other->ratio;
    }
}

std::vector<Change> compare(const std::vector<Row>& before, const std::vector<Row>& now)
{
    std::vector<Change> changes;
    for (const Row& row : now) {
        if (row.program != kFull) continue;
        const Row* saved = full_program_in(before, row);
        if (saved == nullptr) continue;
        if (!row.ratio) throw Error("cannot be compared: bare parsing is lost in the noise, measure more packets");
        if (saved->drained != row.drained)
            throw Error("was measured " + std::string(saved->drained ? "with" : "without") +
                        " --drain, unlike this run: they do not compare");
        changes.push_back({row.hook, row.packets, *saved->ratio, *row.ratio});
    }
    if (changes.empty()) throw Error("has no case and hook in common with this run: nothing was compared");
    return changes;
}

std::string to_string(const Change& change, double limit)
{
    return fmt::format("{}: {}: full is {:.2f} x bare parsing, saved {:.2f} x: {:+.0f} %{}", change.hook,
                       change.packets, change.now, change.before, change.percent(),
                       change.reaches(limit) ? fmt::format(", TOO MUCH (limit {:.0f} %)", limit) : "");
}

}  // namespace hookline::bench
