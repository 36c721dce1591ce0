// SPDX-License-Identifier: MIT
// A schema with text columns added behind another's: what stands before keeps its place, so that a row of it is one copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record/schema.hpp"

namespace hookline::names {

struct AddedColumn {
    std::string name;
    std::string help;
    hookline_role role = HOOKLINE_LABEL;
};

class WiderSchema {
public:
    // The failure is a sentence: a column of that name is there already, or there is no presence bit left.
    static Result<WiderSchema> make(const record::Schema& base, const std::vector<AddedColumn>& added);

    [[nodiscard]] const record::SchemaPtr& schema() const { return schema_; }
    [[nodiscard]] std::size_t row_words() const { return schema_->row_size() / sizeof(std::uint64_t); }
    // Writes a row whose added columns have no value. `out`: row_words().
    void copy(const std::byte* row, std::uint64_t* out) const;
    // The text stays the caller's.
    void set(std::uint64_t* row, std::size_t added, std::string_view text) const;

private:
    WiderSchema() = default;

    record::SchemaPtr schema_;
    std::size_t base_size_ = 0;
    std::vector<const hookline_column*> added_;
};

}  // namespace hookline::names
