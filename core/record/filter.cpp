// SPDX-License-Identifier: MIT
#include "record/filter.hpp"

#include <algorithm>

#include "config/suggest.hpp"
#include "record/filter_value.hpp"

namespace hookline::record {

namespace {

std::string unknown_column(const Schema& schema, const std::string& name)
{
    std::vector<std::string> known;
    for (std::size_t i = 0; i < schema.columns().size(); ++i)
        known.emplace_back(schema.columns()[i].name);
    return "where: \"" + std::string(schema.abi()->name) + "\" has no column \"" + name + "\"" +
           config::suggestion(name, known);
}

}  // namespace

Filter Filter::compile(const Schema& schema, const std::vector<config::Condition>& where,
                       config::Complaints& complaints)
{
    Filter filter;
    for (const auto& condition : where) {
        const auto* column = schema.find(condition.column);
        if (column == nullptr) {
            complaints.push_back({condition.place, unknown_column(schema, condition.column)});
            continue;
        }
        // Rows of a table stream say what was added since the last drain: a sum has no value yet that could be compared.
        if (schema.abi()->kind == HOOKLINE_TABLE && column->role != HOOKLINE_KEY && column->role != HOOKLINE_LABEL) {
            complaints.push_back({condition.place, "where: " + condition.column +
                                                       " is added up over time; only keys and labels tell rows apart"});
            continue;
        }
        Test test{column, {}};
        for (const auto& value : condition.any_of) {
            auto compiled = compile_value(*column, value);
            if (compiled)
                test.any_of.push_back(std::move(*compiled));
            else
                complaints.push_back({condition.place, "where: " + condition.column + ": " + compiled.error().text});
        }
        filter.tests_.push_back(std::move(test));
    }
    return filter;
}

bool Filter::matches(const Row& row) const
{
    return std::all_of(tests_.begin(), tests_.end(), [&](const Test& test) {
        return row.has(*test.column) &&
               std::any_of(test.any_of.begin(), test.any_of.end(), [&](const auto& fits) { return fits(row); });
    });
}

}  // namespace hookline::record
