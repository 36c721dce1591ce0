// SPDX-License-Identifier: MIT
#include "record/table_schema.hpp"

#include <algorithm>
#include <string_view>

#include "config/suggest.hpp"
#include "record/lifetimes.hpp"
#include "record/own_columns.hpp"
#include "record/types.hpp"

namespace hookline::record {

namespace {

using Drafts = std::vector<Schema::Draft>;
constexpr std::string_view kPrefixLength = "prefix_length";

// 32-bit counters would overflow over a table's life, and the host's own byte order is what it can add up and compare.
std::uint32_t table_type(const hookline_column& column)
{
    const bool summed = column.role != HOOKLINE_KEY && column.merge == HOOKLINE_MERGE_SUM;
    if (summed && (is_unsigned_integer(column.type) || is_big_endian(column.type))) return HOOKLINE_U64;
    if (column.type == HOOKLINE_U16_BE) return HOOKLINE_U16;
    if (column.type == HOOKLINE_U32_BE) return HOOKLINE_U32;
    return column.type;
}

Schema::Draft draft_of(const hookline_column& column)
{
    Schema::Draft draft;
    draft.column = column;
    draft.column.type = table_type(column);
    draft.name = column.name;
    draft.help = column.help;
    for (std::uint32_t i = 0; i < column.name_count; ++i)
        draft.names.emplace_back(column.names[i].value, column.names[i].name);
    return draft;
}

// Builds the union, and says what is wrong with it.
class Union {
public:
    Union(const config::Pipeline& pipeline, config::Complaints& complaints)
        : pipeline_(pipeline), complaints_(complaints)
    {
    }

    void add(const Input& input)
    {
        const auto* schema = input.schema->abi();
        if (schema->kind != HOOKLINE_TABLE)
            return complain("stream \"" + std::string(schema->name) + "\" of " + input.capture + " is no table stream");
        const auto columns = input.schema->columns();
        for (std::size_t i = 0; i < columns.size(); ++i)
            add(columns[i], input);
    }

    // Leaves the key columns that group_by does not name out. A label that it names becomes a key.
    void group()
    {
        if (pipeline_.group_by.empty()) return;
        for (const auto& name : pipeline_.group_by)
            check_group_column(name);
        const bool has_addresses = std::any_of(drafts_.begin(), drafts_.end(), [&](const auto& draft) {
            return draft.column.type == HOOKLINE_IP && is_grouped_by(draft);
        });
        for (auto& draft : drafts_) {
            if (!is_grouped_by(draft)) continue;
            draft.column.role = HOOKLINE_KEY;
            draft.column.flags &= ~std::uint32_t{HOOKLINE_COLUMN_DETAIL};  // it is what was asked for
        }
        std::erase_if(drafts_, [&](const auto& draft) {
            // What describes a flow says nothing of a group of them.
            const bool describes_one = draft.column.role == HOOKLINE_LABEL && draft.column.merge == HOOKLINE_MERGE_LAST;
            if (describes_one && !is_grouped_by(draft)) return true;
            // A network is not the host that has its first address.
            const bool belongs = draft.name == kPrefixLength && has_addresses;
            return draft.column.role == HOOKLINE_KEY && !belongs && !is_grouped_by(draft);
        });
    }

    void complain(const std::string& text) { complaints_.push_back({pipeline_.place, pipeline_.name + ": " + text}); }
    void complain_of_group_by(const std::string& text)
    {
        complaints_.push_back({pipeline_.place_of("group_by"), pipeline_.name + ": group_by: " + text});
    }
    Drafts& drafts() { return drafts_; }

private:
    [[nodiscard]] bool is_grouped_by(const Schema::Draft& draft) const
    {
        return std::find(pipeline_.group_by.begin(), pipeline_.group_by.end(), draft.name) != pipeline_.group_by.end();
    }

    void add(const hookline_column& column, const Input& input)
    {
        if (is_other_column(column)) return;
        const auto of_whom = "column \"" + std::string(column.name) + "\" of " + input.capture;
        if (is_own_column(column.name)) return complain(of_whom + ": the host has a column of that name");
        if (column.name == std::string_view("other"))
            return complain(of_whom +
                            ": the host has a column of that name; a capture's must be a bool, a label, or'ed");
        if (column.type == HOOKLINE_BYTES) return complain(of_whom + ": a table cannot hold bytes columns");
        auto draft = draft_of(column);
        const auto known =
            std::find_if(drafts_.begin(), drafts_.end(), [&](const auto& other) { return other.name == column.name; });
        if (known == drafts_.end()) return drafts_.push_back(std::move(draft));
        if (known->column.type != draft.column.type || known->column.role != draft.column.role ||
            known->column.merge != draft.column.merge)
            return complain(of_whom + " (" + type_name(column.type) +
                            ") is not of the same type, role and merge as in another capture (" +
                            type_name(known->column.type) + ")");
        known->column.width = std::max(known->column.width, column.width);
    }

    void check_group_column(const std::string& name)
    {
        std::vector<std::string> keys;
        for (const auto& draft : drafts_) {
            const bool fits = draft.column.role == HOOKLINE_KEY || draft.column.role == HOOKLINE_LABEL;
            if (fits) keys.push_back(draft.name);
            if (draft.name != name) continue;
            if (!fits) complain_of_group_by('"' + name + "\" is neither a key nor a label");
            return;
        }
        complain_of_group_by("no column \"" + name + "\"" + config::suggestion(name, keys));
    }

    const config::Pipeline& pipeline_;
    config::Complaints& complaints_;
    Drafts drafts_;
};

bool is_traffic(const Schema::Draft& draft)
{
    return draft.column.role == HOOKLINE_COUNTER && (draft.name == "packets" || draft.name == "bytes");
}

void move_traffic_ahead(Drafts& drafts)
{
    auto front = drafts.begin();
    for (auto draft = drafts.begin(); draft != drafts.end(); ++draft)
        if (is_traffic(*draft)) std::rotate(front++, draft, draft + 1);
}

bool has_rates(const Drafts& drafts)
{
    return std::any_of(drafts.begin(), drafts.end(), [](const auto& draft) {
        return draft.name == "bytes" && draft.column.role == HOOKLINE_COUNTER && draft.column.type == HOOKLINE_U64 &&
               draft.column.unit == HOOKLINE_UNIT_BYTES;
    });
}

std::string common_name(const std::vector<Input>& inputs)
{
    const std::string first = inputs.front().schema->abi()->name;
    const bool all = std::all_of(inputs.begin(), inputs.end(),
                                 [&](const auto& input) { return input.schema->abi()->name == first; });
    return all ? first : "merged";
}

}  // namespace

SchemaPtr make_table_schema(const std::vector<Input>& inputs, const config::Pipeline& pipeline,
                            config::Complaints& complaints)
{
    const auto before = complaints.size();
    Union all(pipeline, complaints);
    for (const auto& input : inputs)
        all.add(input);
    auto& drafts = all.drafts();
    if (inputs.size() > 1) drafts.push_back(capture_column());
    all.group();
    move_traffic_ahead(drafts);
    if (has_rates(drafts)) {
        const auto rates = rate_columns(pipeline);
        drafts.insert(drafts.begin(), rates.begin(), rates.end());
    }
    drafts.push_back(other_column());
    if (pipeline.has_timeouts()) drafts.push_back(Lifetimes::column());
    if (complaints.size() != before) return nullptr;
    auto made =
        Schema::make(HOOKLINE_TABLE, common_name(inputs), inputs.front().schema->abi()->help, std::move(drafts));
    if (made) return *made;
    all.complain(made.error().text);
    return nullptr;
}

const hookline_column* find_sort_column(const Schema& output, const config::Pipeline& pipeline,
                                        config::Complaints& complaints)
{
    const auto complain = [&](const std::string& text) {
        complaints.push_back({pipeline.place_of("sort_by"), pipeline.name + ": sort_by: " + text});
    };
    std::vector<std::string> numbers;
    const hookline_column* first_counter = nullptr;
    for (std::size_t i = 0; i < output.columns().size(); ++i) {
        const auto& column = output.columns()[i];
        if (column.name == pipeline.sort_by && is_number(column.type)) return &column;
        if (is_number(column.type)) numbers.emplace_back(column.name);
        if (first_counter == nullptr && column.role == HOOKLINE_COUNTER) first_counter = &column;
    }
    if (output.find(pipeline.sort_by) != nullptr)
        complain("column \"" + pipeline.sort_by + "\" is no number");
    else if (pipeline.sort_by != config::Pipeline{}.sort_by)
        complain("no column \"" + pipeline.sort_by + "\"" + config::suggestion(pipeline.sort_by, numbers));
    return first_counter;
}

}  // namespace hookline::record
