// SPDX-License-Identifier: MIT
// The names of an integer column's values, found at once for small values and rendered beforehand.
#pragma once

#include <hookline/row.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hookline::sink_common {

class Names {
public:
    using Render = std::function<std::string(std::string_view)>;  // escapes, quotes

    Names() = default;
    Names(const hookline_column& column, const Render& render)
    {
        for (std::uint32_t i = 0; i < column.name_count; ++i)
            add(column.names[i].value, render(column.names[i].name));
    }
    // Empty: this value has no name.
    [[nodiscard]] std::string_view of(std::uint64_t value) const
    {
        if (value < small_.size()) return small_[value];
        if (large_.empty()) return {};
        const auto found = large_.find(value);
        return found != large_.end() ? std::string_view(found->second) : std::string_view();
    }

private:
    void add(std::uint64_t value, std::string name)
    {
        constexpr std::size_t kSmall = 256;
        if (value >= kSmall) {
            large_[value] = std::move(name);
            return;
        }
        if (small_.size() <= value) small_.resize(value + 1);
        small_[value] = std::move(name);
    }

    std::vector<std::string> small_;
    std::unordered_map<std::uint64_t, std::string> large_;
};

}  // namespace hookline::sink_common
