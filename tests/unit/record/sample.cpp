// SPDX-License-Identifier: MIT
#include "sample.hpp"

#include <hookline/flow_schema.h>

#include <arpa/inet.h>

#include <stdexcept>

namespace sample {

using namespace hookline;

record::SchemaPtr flow_schema()
{
    static const auto schema = *record::Schema::copy_of(hookline_flow_schema);
    return schema;
}

Flow& Flow::put(hookline_flow_column column, std::uint8_t* to, const char* address)
{
    if (::inet_pton(AF_INET6, address, to) != 1) {
        if (::inet_pton(AF_INET, address, to + 12) != 1) throw std::logic_error(address);
        to[10] = to[11] = 0xff;
    }
    return has(column);
}

Flow tcp()
{
    return Flow{}.proto(6).src("10.0.0.1").dst("10.0.0.2").ports(1000, 80).interface("eth0").traffic(1, 100);
}

record::Schema::Draft column(const char* name, hookline_type type, hookline_role role, hookline_merge merge)
{
    record::Schema::Draft draft;
    draft.column.type = type;
    draft.column.role = role;
    draft.column.merge = merge;
    draft.column.width = type == HOOKLINE_CHARS ? 8 : 0;
    draft.name = name;
    return draft;
}

void Report::take(std::shared_ptr<record::OwnedBatch> batch)
{
    const auto view = batch->view();
    for (std::size_t i = 0; i < view.row_count; ++i)
        rows.push_back(Batch(&view)[i]);
    batches.push_back(std::move(batch));
}

const hookline_column& Report::column(const char* name) const
{
    const auto* found = batches.front()->schema().find(name);
    if (found == nullptr) throw std::logic_error(name);
    return *found;
}

std::uint64_t Report::integer(std::size_t index, const char* name) const
{
    return rows.at(index).integer(column(name));
}
double Report::number(std::size_t index, const char* name) const
{
    return rows.at(index).number(column(name));
}
std::string Report::text(std::size_t index, const char* name) const
{
    return std::string(rows.at(index).text(column(name)));
}
bool Report::has(std::size_t index, const char* name) const
{
    return rows.at(index).has(column(name));
}

std::uint64_t Report::sum(const char* name) const
{
    std::uint64_t total = 0;
    const auto& summed = column(name);
    for (const auto& row : rows)
        if (row.has(summed)) total += row.integer(summed);
    return total;
}

std::unique_ptr<record::Table> make_table(const config::Pipeline& pipeline, std::size_t inputs)
{
    std::vector<record::Input> all;
    for (std::size_t i = 0; i < inputs; ++i)
        all.push_back({flow_schema(), "c" + std::to_string(i)});
    config::Complaints complaints;
    auto table = record::Table::make(all, pipeline, complaints);
    if (!table) throw std::logic_error(complaints.at(0).text);
    return table;
}

std::string first_complaint(std::vector<record::Input> inputs, const config::Pipeline& pipeline)
{
    config::Complaints complaints;
    const auto table = record::Table::make(std::move(inputs), pipeline, complaints);
    if ((table == nullptr) == complaints.empty()) throw std::logic_error("a table with complaints, or none without");
    return complaints.empty() ? "" : complaints.front().text;
}

void add(record::Table& table, const Flow& flow, std::size_t input)
{
    table.add(input, Row(*flow_schema()->abi(), &flow.row));
}

Report report(record::Table& table, std::int64_t begin_ns, std::int64_t end_ns, bool final_report)
{
    Report made;
    table.report(begin_ns, end_ns, final_report, [&](auto batch) { made.take(std::move(batch)); });
    return made;
}

}  // namespace sample
