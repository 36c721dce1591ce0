// SPDX-License-Identifier: MIT
#include "record/interner.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "record/hash.hpp"

namespace hookline::record {

namespace {

constexpr std::size_t kChunk = 4096;
constexpr std::size_t kFewest = 64;

std::uint32_t hash_text(std::string_view text)
{
    Hasher hasher;
    hasher.add(text.size(), 0);
    while (!text.empty()) {
        std::uint64_t words[2] = {};
        const auto taken = std::min(text.size(), sizeof words);
        std::memcpy(words, text.data(), taken);
        hasher.add(words[0], words[1]);
        text.remove_prefix(taken);
    }
    return static_cast<std::uint32_t>(hasher.finish());
}

}  // namespace

Interner::Interner() : slots_(kFewest) {}

hookline_string Interner::look_up(std::string_view text)
{
    const auto tag = hash_text(text);
    auto* slot = &slot_for(text, tag);
    if (slot->data == nullptr) {
        if (++used_ > slots_.size() / 4 * 3) {
            grow();
            slot = &slot_for(text, tag);
        }
        *slot = {keep(text), static_cast<std::uint32_t>(text.size()), tag};
        bytes_ += text.size() + sizeof(Slot);
    }
    return {slot->data, slot->size};
}

Interner::Slot& Interner::slot_for(std::string_view text, std::uint32_t tag)
{
    const auto mask = slots_.size() - 1;
    auto at = tag & mask;
    const auto holds = [&](const Slot& slot) {
        return slot.tag == tag && slot.size == text.size() && std::memcmp(slot.data, text.data(), text.size()) == 0;
    };
    while (slots_[at].data != nullptr && !holds(slots_[at]))
        at = (at + 1) & mask;
    return slots_[at];
}

const char* Interner::keep(std::string_view text)
{
    if (text.size() > room_) {
        room_ = std::max(kChunk, text.size());
        at_ = arena_->emplace_back(std::make_unique_for_overwrite<char[]>(room_)).get();
    }
    std::memcpy(at_, text.data(), text.size());
    room_ -= text.size();
    return std::exchange(at_, at_ + text.size());
}

void Interner::grow()
{
    const auto old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    const auto mask = slots_.size() - 1;
    for (const auto& slot : old) {
        if (slot.data == nullptr) continue;
        auto at = slot.tag & mask;
        while (slots_[at].data != nullptr)
            at = (at + 1) & mask;
        slots_[at] = slot;
    }
}

}  // namespace hookline::record
