// SPDX-License-Identifier: MIT
// Reading rows of any schema: what a sink needs to render columns that it has never heard of.
#pragma once

#include <hookline/plugin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace hookline {

// The columns of a schema, whatever size hookline_column had where the schema was made.
class Columns {
public:
    explicit Columns(const hookline_schema& schema) : schema_(&schema) {}
    [[nodiscard]] std::size_t size() const { return schema_->column_count; }
    [[nodiscard]] const hookline_column& operator[](std::size_t index) const
    {
        const auto* base = reinterpret_cast<const char*>(schema_->columns);
        return *reinterpret_cast<const hookline_column*>(base + index * schema_->column_size);
    }
    [[nodiscard]] const hookline_column* find(std::string_view name) const
    {
        for (std::size_t i = 0; i < size(); ++i)
            if (name == (*this)[i].name) return &(*this)[i];
        return nullptr;
    }

private:
    const hookline_schema* schema_;
};

// The name that a column gives to one value, or an empty view.
inline std::string_view name_of(const hookline_column& column, std::uint64_t value)
{
    std::size_t low = 0;
    std::size_t high = column.name_count;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        if (column.names[middle].value < value)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < column.name_count && column.names[low].value == value) return column.names[low].name;
    return {};
}

// One row of a batch: two pointers, made and thrown away at will, valid as long as the batch.
class Row {
public:
    Row(const hookline_schema& schema, const void* data) : schema_(&schema), data_(static_cast<const std::byte*>(data))
    {
    }

    [[nodiscard]] bool has(const hookline_column& column) const
    {
        if (column.presence_bit == HOOKLINE_ALWAYS_PRESENT || schema_->presence_offset == HOOKLINE_NO_PRESENCE)
            return true;
        return (load<std::uint64_t>(schema_->presence_offset) >> column.presence_bit & 1) != 0;
    }

    // BOOL, U8 to U64, U16_BE, U32_BE, and the bits of I64, TIME and DURATION; 0 for the rest.
    [[nodiscard]] std::uint64_t integer(const hookline_column& column) const
    {
        switch (column.type) {
        case HOOKLINE_BOOL:
        case HOOKLINE_U8: return load<std::uint8_t>(column.offset);
        case HOOKLINE_U16: return load<std::uint16_t>(column.offset);
        case HOOKLINE_U32: return load<std::uint32_t>(column.offset);
        case HOOKLINE_U64:
        case HOOKLINE_I64:
        case HOOKLINE_TIME:
        case HOOKLINE_DURATION: return load<std::uint64_t>(column.offset);
        case HOOKLINE_U16_BE: return big_endian(column.offset, 2);
        case HOOKLINE_U32_BE: return big_endian(column.offset, 4);
        default: return 0;
        }
    }
    [[nodiscard]] double number(const hookline_column& column) const
    {
        if (column.type == HOOKLINE_F64) return load<double>(column.offset);
        if (column.type == HOOKLINE_I64 || column.type == HOOKLINE_TIME)
            return static_cast<double>(static_cast<std::int64_t>(integer(column)));
        return static_cast<double>(integer(column));
    }
    // TEXT, BYTES, and CHARS up to the first NUL; the raw bytes of IP and MAC; empty for the rest.
    [[nodiscard]] std::string_view text(const hookline_column& column) const
    {
        const auto* at = reinterpret_cast<const char*>(data_ + column.offset);
        switch (column.type) {
        case HOOKLINE_TEXT:
        case HOOKLINE_BYTES: {
            const auto value = load<hookline_string>(column.offset);
            return {value.data, value.size};
        }
        case HOOKLINE_CHARS: return {at, ::strnlen(at, column.width)};
        case HOOKLINE_IP:
        case HOOKLINE_MAC: return {at, column.width};
        default: return {};
        }
    }
    [[nodiscard]] const std::byte* data() const { return data_; }

private:
    template <class T>
    [[nodiscard]] T load(std::size_t offset) const
    {
        T value;
        std::memcpy(&value, data_ + offset, sizeof value);
        return value;
    }
    [[nodiscard]] std::uint64_t big_endian(std::size_t offset, std::size_t size) const
    {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i)
            value = value << 8 | std::to_integer<std::uint64_t>(data_[offset + i]);
        return value;
    }

    const hookline_schema* schema_;
    const std::byte* data_;
};

// What a sink is handed: rows of one schema, and where they stand in their report.
class Batch {
public:
    explicit Batch(const hookline_batch* abi, std::uint64_t token = 0) : abi_(abi), token_(token) {}

    [[nodiscard]] const hookline_schema& schema() const { return *abi_->schema; }
    [[nodiscard]] Columns columns() const { return Columns(*abi_->schema); }
    [[nodiscard]] std::size_t size() const { return abi_->row_count; }
    [[nodiscard]] Row operator[](std::size_t index) const
    {
        return {*abi_->schema, static_cast<const std::byte*>(abi_->rows) + index * abi_->stride};
    }
    [[nodiscard]] bool begins_report() const { return (abi_->flags & HOOKLINE_REPORT_BEGIN) != 0; }
    [[nodiscard]] bool ends_report() const { return (abi_->flags & HOOKLINE_REPORT_END) != 0; }
    [[nodiscard]] bool is_final() const { return (abi_->flags & HOOKLINE_REPORT_FINAL) != 0; }
    [[nodiscard]] std::int64_t begin_ns() const { return abi_->begin_ns; }
    [[nodiscard]] std::int64_t end_ns() const { return abi_->end_ns; }
    [[nodiscard]] std::string_view source() const { return abi_->source != nullptr ? abi_->source : ""; }
    [[nodiscard]] std::uint64_t token() const { return token_; }
    [[nodiscard]] const hookline_batch& abi() const { return *abi_; }

private:
    const hookline_batch* abi_;
    std::uint64_t token_;
};

}  // namespace hookline
