// SPDX-License-Identifier: MIT
// Reads the fields of a message that a stranger wrote.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hookline::server_names {

using Bytes = std::span<const std::uint8_t>;

// From the front, in network byte order. A read past the end gives zeros or nothing, and ok() is false from then on.
class ByteReader {
public:
    explicit ByteReader(Bytes bytes) : rest_(bytes) {}

    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] Bytes rest() const { return rest_; }
    [[nodiscard]] std::size_t left() const { return rest_.size(); }

    Bytes take(std::uint64_t size)
    {
        if (size > rest_.size()) {
            ok_ = false;
            rest_ = {};
            return {};
        }
        return take_at_most(size);
    }
    Bytes take_at_most(std::uint64_t size)
    {
        const auto taken = rest_.first(static_cast<std::size_t>(std::min<std::uint64_t>(size, rest_.size())));
        rest_ = rest_.subspan(taken.size());
        return taken;
    }

    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u24() { return static_cast<std::uint32_t>(number(3)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t number(std::size_t size)
    {
        std::uint64_t value = 0;
        for (const auto byte : take(size))
            value = value << 8 | byte;
        return value;
    }
    // RFC 9000 16: the first two bits say how many bytes there are.
    std::uint64_t varint()
    {
        const unsigned size = left() == 0 ? 1U : 1U << (rest_[0] >> 6);
        return number(size) & ~std::uint64_t{0} >> (64 - 8 * size + 2);
    }

private:
    Bytes rest_;
    bool ok_ = true;
};

}  // namespace hookline::server_names
