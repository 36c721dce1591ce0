// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <vector>

#include "answer.hpp"
#include "byte_reader.hpp"

namespace hookline::server_names {

// A stream's start that comes in pieces: in any order, twice, overlapping, with holes. Of two bytes for one place the
// first one stays. What is beyond kMostBytes is left out.
class Pieces {
public:
    void add(std::uint64_t offset, Bytes piece)
    {
        if (offset >= kMostBytes) return;
        const auto begin = static_cast<std::size_t>(offset);
        const auto size = std::min(piece.size(), kMostBytes - begin);
        if (begin + size > bytes_.size()) {
            bytes_.resize(begin + size);
            known_.resize(begin + size);
        }
        for (std::size_t at = 0; at < size; ++at) {
            if (!known_[begin + at]) bytes_[begin + at] = piece[at];
            known_[begin + at] = true;
        }
        while (ready_ < known_.size() && known_[ready_])
            ++ready_;
    }

    // From the start to the first hole.
    [[nodiscard]] Bytes start() const { return Bytes(bytes_).first(ready_); }
    [[nodiscard]] bool is_full() const { return ready_ == kMostBytes; }
    [[nodiscard]] bool is_empty() const { return bytes_.empty(); }

private:
    std::vector<std::uint8_t> bytes_;
    std::vector<bool> known_;
    std::size_t ready_ = 0;
};

}  // namespace hookline::server_names
