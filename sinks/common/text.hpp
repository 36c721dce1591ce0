// SPDX-License-Identifier: MIT
// Bytes on their way out. Everything is formatted by appending here; nothing is formatted into a temporary first.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace hookline::sink_common {

// A growing buffer. With a Spill, whole rows are handed on whenever enough of them have gathered, so that a report of
// any length takes one small buffer. std::string would do, at twice the time for the small appends that rows are made of.
class Text {
public:
    using Spill = std::function<void(std::string_view)>;
    static constexpr std::size_t kSpillAt = 65'536;

    Text() = default;
    explicit Text(Spill spill) : spill_(std::move(spill)) {}

    void put(std::string_view text)
    {
        if (text.empty()) return;
        std::memcpy(room(text.size()), text.data(), text.size());
        size_ += text.size();
    }
    void put(char character) { *room(1) = character, ++size_; }
    void pad(std::size_t count, char filler = ' ')
    {
        if (count == 0) return;
        std::memset(room(count), filler, count);
        size_ += count;
    }
    void put_unsigned(std::uint64_t value) { put_number<20>(value); }
    void put_signed(std::int64_t value) { put_number<20>(value); }

    // At least `count` writable bytes behind what is there; take() then says how many of them were used.
    [[nodiscard]] char* room(std::size_t count)
    {
        if (capacity_ - size_ < count) grow(count);
        return data_.get() + size_;
    }
    void take(const char* end) { size_ = static_cast<std::size_t>(end - data_.get()); }

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::string_view view() const { return {data_.get(), size_}; }
    void clear() { size_ = 0; }
    void truncate(std::size_t size) { size_ = size; }

    // A row is complete. True: it and all before it are handed on.
    bool row_done()
    {
        if (size_ < kSpillAt || !spill_) return false;
        spill();
        return true;
    }
    // Hands on what is there. It is gone then, also when that throws: a full disk must not fill memory as well.
    void spill()
    {
        const std::string_view all = view();
        size_ = 0;
        if (spill_ && !all.empty()) spill_(all);
    }

private:
    template <std::size_t Digits, class Number>
    void put_number(Number value)
    {
        char* const begin = room(Digits);
        take(std::to_chars(begin, begin + Digits, value).ptr);
    }
    void grow(std::size_t count)
    {
        capacity_ = 2 * (capacity_ + count) + 256;
        auto larger = std::make_unique_for_overwrite<char[]>(capacity_);
        if (size_ != 0) std::memcpy(larger.get(), data_.get(), size_);
        data_ = std::move(larger);
    }

    std::unique_ptr<char[]> data_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
    Spill spill_;
};

}  // namespace hookline::sink_common
