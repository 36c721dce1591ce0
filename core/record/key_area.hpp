// SPDX-License-Identifier: MIT
// What tells the rows of a table apart: the presence bits of the key columns, and their bytes, which a schema made by
// Schema::make() has in one stretch right behind the presence mask. Absent columns are zero.
#pragma once

#include <cstdint>

#include "record/hash.hpp"
#include "record/schema.hpp"

namespace hookline::record {

class KeyArea {
public:
    explicit KeyArea(const Schema& schema);

    [[nodiscard]] std::uint64_t hash(const std::uint64_t* row) const
    {
        Hasher hasher;
        hasher.add(row[0] & key_bits_, row[last_] & last_mask_);
        std::size_t i = 1;
        for (; i + 1 < last_; i += 2)
            hasher.add(row[i], row[i + 1]);
        if (i < last_) hasher.add(row[i], 0);
        return hasher.finish();
    }

    [[nodiscard]] bool equal(const std::uint64_t* a, const std::uint64_t* b) const
    {
        auto difference = ((a[0] ^ b[0]) & key_bits_) | ((a[last_] ^ b[last_]) & last_mask_);
        for (std::size_t i = 1; i < last_; ++i)
            difference |= a[i] ^ b[i];
        return difference == 0;
    }

    [[nodiscard]] std::uint64_t key_bits() const { return key_bits_; }

private:
    std::uint64_t key_bits_ = 0;
    std::size_t last_ = 0;         // the word where the keys end; they may share it with other columns
    std::uint64_t last_mask_ = 0;  // the keys' part of it
};

}  // namespace hookline::record
