// SPDX-License-Identifier: MIT
#include "names/wider_schema.hpp"

#include <hookline/plugin.hpp>

#include <algorithm>
#include <bit>
#include <cstring>

#include "record/types.hpp"

namespace hookline::names {
namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);

constexpr std::uint32_t round_up(std::size_t size)
{
    return static_cast<std::uint32_t>((size + kWord - 1) / kWord * kWord);
}

// A schema of another under construction.
class Maker {
public:
    explicit Maker(const record::Schema& base) : abi_(*base.abi())
    {
        const auto columns = base.columns();
        const bool has_presence = abi_.presence_offset != HOOKLINE_NO_PRESENCE;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns_.push_back(columns[i]);
            if (!has_presence) columns_.back().presence_bit = HOOKLINE_ALWAYS_PRESENT;
            taken_ |= record::presence_bit(columns_.back());
            next_id_ = std::max(next_id_, columns[i].id + 1);
        }
        abi_.row_size = round_up(abi_.row_size);
        if (!has_presence) abi_.presence_offset = place(kWord);
    }

    Result<void> add(const AddedColumn& added)
    {
        const auto is_taken = [&](const hookline_column& column) { return column.name == added.name; };
        if (std::ranges::any_of(columns_, is_taken))
            return Failure{"\"" + std::string(abi_.name) + "\" has a column \"" + added.name + "\" already"};
        if (~taken_ == 0) return Failure{"\"" + std::string(abi_.name) + "\" has no room for \"" + added.name + '"'};
        hookline_column column{};
        column.id = next_id_++;
        column.type = HOOKLINE_TEXT;
        column.role = added.role;
        column.merge = HOOKLINE_MERGE_LAST;
        column.offset = place(sizeof(hookline_string));
        column.width = sizeof(hookline_string);
        column.presence_bit = static_cast<std::uint32_t>(std::countr_one(taken_));
        taken_ |= record::presence_bit(column);
        column.name = added.name.c_str();
        column.help = added.help.c_str();
        columns_.push_back(column);
        return {};
    }

    Result<record::SchemaPtr> finish()
    {
        abi_.size = sizeof abi_;
        abi_.columns = columns_.data();
        abi_.column_count = static_cast<std::uint32_t>(columns_.size());
        abi_.column_size = sizeof(hookline_column);
        return record::Schema::copy_of(abi_);
    }

private:
    std::uint32_t place(std::size_t size)
    {
        const auto offset = abi_.row_size;
        abi_.row_size += static_cast<std::uint32_t>(size);
        return offset;
    }

    hookline_schema abi_;
    std::vector<hookline_column> columns_;
    std::uint64_t taken_ = 0;  // presence bits
    std::uint32_t next_id_ = 0;
};

}  // namespace

Result<WiderSchema> WiderSchema::make(const record::Schema& base, const std::vector<AddedColumn>& added)
{
    Maker maker(base);
    for (const auto& column : added)
        if (auto fits = maker.add(column); !fits) return fits.error();
    auto schema = maker.finish();
    if (!schema) return schema.error();
    WiderSchema wider;
    wider.schema_ = *schema;
    wider.base_size_ = base.row_size();
    for (const auto& column : added)
        wider.added_.push_back(wider.schema_->find(column.name));
    return wider;
}

void WiderSchema::copy(const std::byte* row, std::uint64_t* out) const
{
    std::memcpy(out, row, base_size_);
    std::memset(reinterpret_cast<std::byte*>(out) + base_size_, 0, schema_->row_size() - base_size_);
}

void WiderSchema::set(std::uint64_t* row, std::size_t added, std::string_view text) const
{
    const auto& column = *added_[added];
    auto* bytes = reinterpret_cast<std::byte*>(row);
    const auto value = to_abi(text);
    std::memcpy(bytes + column.offset, &value, sizeof value);
    auto* presence = bytes + schema_->abi()->presence_offset;
    std::uint64_t mask = 0;
    std::memcpy(&mask, presence, sizeof mask);
    mask |= record::presence_bit(column);
    std::memcpy(presence, &mask, sizeof mask);
}

}  // namespace hookline::names
