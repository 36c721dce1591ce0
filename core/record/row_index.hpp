// SPDX-License-Identifier: MIT
// From the hash of a key to the ordinal of its row: open addressing, 8 bytes a slot. A slot keeps half of the hash, so
// that a probe rarely touches a row in vain, and growth touches none.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace hookline::record {

class RowIndex {
public:
    static constexpr std::uint32_t kNone = 0xffffffffu;

    RowIndex() { clear(); }

    // `equal(ordinal)`: is that the row looked for?
    template <class Equal>
    [[nodiscard]] std::uint32_t find(std::uint64_t hash, Equal&& equal) const
    {
        const auto tag = static_cast<std::uint32_t>(hash);
        for (auto at = tag & mask_;; at = (at + 1) & mask_) {
            const auto& slot = slots_[at];
            if (slot.ordinal == kNone || (slot.tag == tag && equal(slot.ordinal))) return slot.ordinal;
        }
    }
    // Two steps of a look-up ahead of find(), for several rows at a time, so that their cache misses overlap.
    void prefetch(std::uint64_t hash) const { __builtin_prefetch(&slots_[static_cast<std::uint32_t>(hash) & mask_]); }
    // The row that find() will look at first, if any.
    [[nodiscard]] std::uint32_t likely(std::uint64_t hash) const
    {
        return slots_[static_cast<std::uint32_t>(hash) & mask_].ordinal;
    }
    // Only what find() did not find.
    void insert(std::uint64_t hash, std::uint32_t ordinal)
    {
        if (++size_ > slots_.size() / 4 * 3) grow();
        place({static_cast<std::uint32_t>(hash), ordinal});
    }
    // The row that find() found stands elsewhere now, or another one takes its key.
    void move(std::uint64_t hash, std::uint32_t from, std::uint32_t to)
    {
        auto at = static_cast<std::uint32_t>(hash) & mask_;
        while (slots_[at].ordinal != from)
            at = (at + 1) & mask_;
        slots_[at].ordinal = to;
    }
    void clear()
    {
        std::vector<Slot>(kSmallest).swap(slots_);
        mask_ = kSmallest - 1;
        size_ = 0;
    }

private:
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t ordinal = kNone;
    };
    static constexpr std::uint32_t kSmallest = 1024;  // a power of two, as all sizes

    void place(Slot slot)
    {
        auto at = slot.tag & mask_;
        while (slots_[at].ordinal != kNone)
            at = (at + 1) & mask_;
        slots_[at] = slot;
    }
    void grow()
    {
        const auto old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
        mask_ = static_cast<std::uint32_t>(slots_.size() - 1);
        for (const auto& slot : old)
            if (slot.ordinal != kNone) place(slot);
    }

    std::vector<Slot> slots_;
    std::uint32_t mask_ = 0;
    std::size_t size_ = 0;
};

}  // namespace hookline::record
