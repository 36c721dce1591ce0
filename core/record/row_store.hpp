// SPDX-License-Identifier: MIT
// The memory of a table's rows: blocks that never move, so that growth copies nothing and doubles nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hookline::record {

class RowStore {
public:
    static constexpr std::size_t kRowsPerBlock = 1024;

    explicit RowStore(std::size_t row_words) : row_words_(row_words) {}

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::uint64_t* operator[](std::size_t ordinal)
    {
        return blocks_[ordinal / kRowsPerBlock].data() + ordinal % kRowsPerBlock * row_words_;
    }
    [[nodiscard]] const std::uint64_t* operator[](std::size_t ordinal) const
    {
        return blocks_[ordinal / kRowsPerBlock].data() + ordinal % kRowsPerBlock * row_words_;
    }

    // Starts to bring all of the row's cache lines in.
    void prefetch(std::size_t ordinal) const
    {
        const auto* row = (*this)[ordinal];
        for (std::size_t word = 0; word < row_words_; word += 8)
            __builtin_prefetch(row + word);
    }

    void append(const std::uint64_t* row)
    {
        if (size_ % kRowsPerBlock == 0) blocks_.emplace_back().reserve(kRowsPerBlock * row_words_);
        blocks_.back().insert(blocks_.back().end(), row, row + row_words_);
        ++size_;
    }
    // Drops all rows from `size` on.
    void truncate(std::size_t size)
    {
        size_ = size;
        blocks_.resize((size + kRowsPerBlock - 1) / kRowsPerBlock);
        if (size % kRowsPerBlock != 0) blocks_.back().resize(size % kRowsPerBlock * row_words_);
    }
    // Hands over the rows, block by block, in order; the store is empty then.
    [[nodiscard]] std::vector<std::vector<std::uint64_t>> take()
    {
        size_ = 0;
        return std::exchange(blocks_, {});
    }

    template <class Function>
    void for_each(Function&& function)
    {
        for (auto& block : blocks_)
            for (auto* row = block.data(); row != block.data() + block.size(); row += row_words_)
                function(row);
    }
    [[nodiscard]] std::size_t row_words() const { return row_words_; }

private:
    std::size_t row_words_;
    std::size_t size_ = 0;
    std::vector<std::vector<std::uint64_t>> blocks_;
};

}  // namespace hookline::record
