// SPDX-License-Identifier: MIT
#include "record/table.hpp"

#include <utility>

#include "record/keyed_table.hpp"
#include "record/table_schema.hpp"

namespace hookline::record {
namespace {

// Where group_by is wrong there is no table to sort. A wrong sort_by is told in the same run all the same.
void check_sort_by(const std::vector<Input>& inputs, config::Pipeline pipeline, config::Complaints& complaints)
{
    pipeline.group_by.clear();
    config::Complaints told_already;
    if (const auto output = make_table_schema(inputs, pipeline, told_already))
        find_sort_column(*output, pipeline, complaints);
}

}  // namespace

std::unique_ptr<Table> Table::make(std::vector<Input> inputs, const config::Pipeline& pipeline,
                                   config::Complaints& complaints)
{
    const auto before = complaints.size();
    const auto complain = [&](const config::Place& place, const std::string& text) {
        complaints.push_back({place, pipeline.name + ": " + text});
    };
    if (inputs.empty()) complain(pipeline.place, "no table stream to add up");
    if (pipeline.row_limit < 1 || pipeline.row_limit >= RowIndex::kNone)
        complain(pipeline.place_of("row_limit"),
                 "row_limit: " + std::to_string(pipeline.row_limit) + " is not from 1 to 4294967294");
    if (complaints.size() != before) return nullptr;
    auto output = make_table_schema(inputs, pipeline, complaints);
    if (!output) {
        check_sort_by(inputs, pipeline, complaints);
        return nullptr;
    }
    const auto* sort_column = find_sort_column(*output, pipeline, complaints);
    auto lifetimes = Lifetimes::make(*output, pipeline, complaints);
    if (complaints.size() != before) return nullptr;
    return std::make_unique<KeyedTable>(std::move(inputs), std::move(output), sort_column, std::move(lifetimes),
                                        pipeline);
}

}  // namespace hookline::record
