// SPDX-License-Identifier: MIT
#include "config/suggest.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace hookline::config {
namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Edits from one to the other: a character more, less, changed, or two neighbours swapped.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> above(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(above.begin(), above.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(above);
        above.swap(row);
    }
    return above[b.size()];
}

// Two characters in five: "ifaces" still finds "interfaces", "udp" does not find "tcp".
std::size_t tolerance(std::string_view word, std::string_view name)
{
    return std::max<std::size_t>(1, std::max(word.size(), name.size()) * 2 / 5);
}

}  // namespace

std::string suggestion(std::string_view word, std::span<const std::string> known)
{
    const std::string* best = nullptr;
    std::size_t best_distance = 0;
    for (const auto& name : known) {
        const auto edits = distance(word, name);
        // As many edits as characters: nothing is left of the word
        if (edits > tolerance(word, name) || edits >= std::max<std::size_t>(word.size(), 1)) continue;
        if (best == nullptr || edits < best_distance) {
            best = &name;
            best_distance = edits;
        }
    }
    return best == nullptr ? "" : " (did you mean \"" + *best + "\"?)";
}

}  // namespace hookline::config
