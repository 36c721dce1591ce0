// SPDX-License-Identifier: MIT
// A schema that the host owns: a checked deep copy of a plugin's, or one that the host made itself.
#pragma once

#include <hookline/row.hpp>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "result.hpp"

namespace hookline::record {

class Schema;
using SchemaPtr = std::shared_ptr<const Schema>;

// Immutable once made. Its address, and that of abi(), stay the same for as long as anybody holds it, as sinks may rely
// on the pointer.
class Schema {
public:
    // One column as the maker of a host schema states it; offsets are laid out by make().
    struct Draft {
        hookline_column column{};  // offset, presence_bit, names and strings are filled in by make()
        std::string name;
        std::string help;
        std::vector<std::pair<std::uint64_t, std::string>> names;
    };

    // Checks every field: sizes, types, offsets and alignment within the row, overlaps, names, duplicates, presence bits.
    // The failure names schema, column and field.
    static Result<SchemaPtr> copy_of(const hookline_schema& foreign);
    // Lays the columns out densely: the presence mask first, then columns in the order that needs least padding.
    // At most 64 columns.
    static Result<SchemaPtr> make(hookline_stream_kind kind, std::string name, std::string help,
                                  std::vector<Draft> columns);

    [[nodiscard]] const hookline_schema* abi() const { return &abi_; }
    [[nodiscard]] Columns columns() const { return Columns(abi_); }
    [[nodiscard]] const hookline_column* find(std::string_view name) const { return columns().find(name); }
    [[nodiscard]] std::size_t row_size() const { return abi_.row_size; }

private:
    Schema() = default;
    friend struct SchemaMaker;

    hookline_schema abi_{};
    std::vector<hookline_column> columns_;
    std::deque<std::string> strings_;  // what the const char * of columns_ point to
    std::deque<std::vector<hookline_name>> names_;
};

// Why the rows of `part` are not those of `whole` with columns left out; empty when they are.
std::string not_part_of(const Schema& part, const Schema& whole);

}  // namespace hookline::record
