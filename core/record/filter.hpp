// SPDX-License-Identifier: MIT
// `where`, compiled against one schema.
#pragma once

#include <hookline/row.hpp>

#include <functional>
#include <vector>

#include "config/model.hpp"
#include "record/schema.hpp"

namespace hookline::record {

class Filter {
public:
    // Appends a complaint for every condition that does not fit the schema (unknown column with a suggestion, a value of
    // the wrong type, a bad address or prefix, an unknown name). Without conditions it matches everything.
    static Filter compile(const Schema& schema, const std::vector<config::Condition>& where,
                          config::Complaints& complaints);

    [[nodiscard]] bool matches(const Row& row) const;
    [[nodiscard]] bool matches_all() const { return tests_.empty(); }

private:
    struct Test {
        const hookline_column* column;
        std::vector<std::function<bool(const Row&)>> any_of;
    };
    std::vector<Test> tests_;
};

}  // namespace hookline::record
