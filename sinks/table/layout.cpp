// SPDX-License-Identifier: MIT
#include "layout.hpp"

#include <algorithm>
#include <utility>

namespace hookline::table_sink {

bool Layout::fit(const Page& page, unsigned limit)
{
    for (std::size_t i = 0; i < widths_.size(); ++i)
        if (const unsigned width = page.width(i); width > 0)
            widths_[i] = std::max({widths_[i], width, static_cast<unsigned>((*columns_)[i].header.size())});

    const auto wanted = by_rank();
    gap_ = 2;
    auto chosen = choose(wanted, limit);
    if (chosen.size() < wanted.size()) {
        gap_ = 1;
        chosen = choose(wanted, limit);
    }
    std::sort(chosen.begin(), chosen.end());
    const bool is_other = chosen != shown_;
    shown_ = std::move(chosen);
    return is_other;
}

std::vector<std::size_t> Layout::by_rank() const
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < widths_.size(); ++i)
        if (widths_[i] > 0) order.push_back(i);
    const auto key = [this](std::size_t column) { return std::pair((*columns_)[column].rank, column); };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    return order;
}

// Stops at the first that does not fit: what is less useful must not take its place.
std::vector<std::size_t> Layout::choose(const std::vector<std::size_t>& wanted, unsigned limit) const
{
    std::vector<std::size_t> chosen;
    unsigned used = 0;
    for (const std::size_t column : wanted) {
        used += widths_[column] + (chosen.empty() ? 0 : gap_);
        if (limit != 0 && used > limit && !chosen.empty()) break;
        chosen.push_back(column);
    }
    return chosen;
}

}  // namespace hookline::table_sink
