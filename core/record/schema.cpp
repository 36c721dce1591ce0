// SPDX-License-Identifier: MIT
#include "record/schema.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "record/schema_check.hpp"
#include "record/types.hpp"

namespace hookline::record {

// Fills in a Schema that nobody else sees yet.
struct SchemaMaker {
    std::shared_ptr<Schema> schema{new Schema};

    const char* keep(std::string text) { return schema->strings_.emplace_back(std::move(text)).c_str(); }

    void head(std::uint32_t kind, std::string name, std::string help, std::uint32_t version)
    {
        auto& abi = schema->abi_;
        abi.size = sizeof abi;
        abi.kind = kind;
        abi.name = keep(std::move(name));
        abi.help = keep(std::move(help));
        abi.version = version;
        abi.column_size = sizeof(hookline_column);
    }

    void add(hookline_column column, std::string name, std::string help)
    {
        column.name = keep(std::move(name));
        column.help = keep(std::move(help));
        if (column.name_count == 0) column.names = nullptr;
        schema->columns_.push_back(column);
    }

    // The names of values of the column that is added next.
    void name_values(hookline_column& column, std::vector<hookline_name> names)
    {
        for (auto& name : names)
            name.name = keep(name.name);
        column.name_count = static_cast<std::uint32_t>(names.size());
        column.names = schema->names_.emplace_back(std::move(names)).data();
    }

    void lay_out();

    SchemaPtr finish()
    {
        schema->abi_.columns = schema->columns_.data();
        schema->abi_.column_count = static_cast<std::uint32_t>(schema->columns_.size());
        return schema;
    }
};

namespace {

std::size_t place_alignment(const hookline_column& column)
{
    return column.type == HOOKLINE_IP ? 8 : type_alignment(column.type);
}

// Keys first, so that they are one stretch of memory to hash and to compare, widest first; the others narrowest first,
// so that the small ones fill the hole that the keys leave.
bool laid_out_before(const hookline_column& a, const hookline_column& b)
{
    const bool a_key = a.role == HOOKLINE_KEY;
    const bool b_key = b.role == HOOKLINE_KEY;
    if (a_key != b_key) return a_key;
    return a_key ? place_alignment(a) > place_alignment(b) : place_alignment(a) < place_alignment(b);
}

constexpr std::size_t round_up(std::size_t size, std::size_t to)
{
    return (size + to - 1) / to * to;
}

// Ids of different makers may meet in one schema: those that are taken already get a new one.
void make_ids_unique(std::vector<Schema::Draft>& columns)
{
    std::set<std::uint32_t> taken;
    std::uint32_t next = 0;
    for (const auto& draft : columns)
        next = std::max(next, draft.column.id);
    for (auto& draft : columns)
        while (!taken.insert(draft.column.id).second)
            draft.column.id = ++next;
}

}  // namespace

void SchemaMaker::lay_out()
{
    std::vector<hookline_column*> order;
    for (auto& column : schema->columns_)
        order.push_back(&column);
    std::sort(order.begin(), order.end(), [](auto* a, auto* b) {
        return laid_out_before(*a, *b) || (!laid_out_before(*b, *a) && a < b);  // else as they stand
    });

    std::size_t end = sizeof(std::uint64_t);  // after the presence mask
    for (auto* column : order) {
        end = round_up(end, type_alignment(column->type));
        column->offset = static_cast<std::uint32_t>(end);
        end += column->width;
    }
    schema->abi_.presence_offset = 0;
    schema->abi_.row_size = static_cast<std::uint32_t>(round_up(end, sizeof(std::uint64_t)));
}

Result<SchemaPtr> Schema::copy_of(const hookline_schema& foreign)
{
    if (auto checked = check_schema(foreign); !checked) return checked.error();
    SchemaMaker maker;
    maker.head(foreign.kind, foreign.name, foreign.help, foreign.version);
    maker.schema->abi_.row_size = foreign.row_size;
    maker.schema->abi_.presence_offset = foreign.presence_offset;
    const hookline::Columns columns(foreign);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto column = columns[i];
        if (column.name_count > 0) maker.name_values(column, {column.names, column.names + column.name_count});
        maker.add(column, columns[i].name, columns[i].help);
    }
    return maker.finish();
}

Result<SchemaPtr> Schema::make(hookline_stream_kind kind, std::string name, std::string help,
                               std::vector<Draft> columns)
{
    if (columns.size() > 64)
        return Failure{"schema \"" + name + "\": columns: " + std::to_string(columns.size()) + " are more than 64"};
    make_ids_unique(columns);
    SchemaMaker maker;
    maker.head(kind, std::move(name), std::move(help), 1);
    for (auto& draft : columns) {
        auto column = draft.column;
        column.presence_bit = static_cast<std::uint32_t>(maker.schema->columns_.size());
        if (column.type != HOOKLINE_CHARS) column.width = static_cast<std::uint32_t>(type_size(column.type));
        column.name_count = 0;
        if (!draft.names.empty()) {
            std::vector<hookline_name> names;
            names.reserve(draft.names.size());
            for (const auto& [value, text] : draft.names)
                names.push_back({value, text.c_str()});
            maker.name_values(column, std::move(names));
        }
        maker.add(column, draft.name, draft.help);
    }
    maker.lay_out();
    auto made = maker.finish();
    if (auto checked = check_schema(*made->abi()); !checked) return checked.error();
    return made;
}

std::string not_part_of(const Schema& part, const Schema& whole)
{
    const std::string name = whole.abi()->name;
    if (part.abi()->name != name) return "it is called \"" + std::string(part.abi()->name) + "\", not \"" + name + "\"";
    if (part.abi()->kind != whole.abi()->kind) return name + " is of another kind";
    for (std::size_t i = 0; i < part.columns().size(); ++i) {
        const auto& column = part.columns()[i];
        const auto* declared = whole.find(column.name);
        if (declared == nullptr || declared->id != column.id || declared->type != column.type)
            return name + " has no such column " + column.name;
    }
    return {};
}

}  // namespace hookline::record
