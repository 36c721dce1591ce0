// SPDX-License-Identifier: MIT
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <deque>
#include <vector>

namespace hookline::server_names {

// At most `capacity` values. A new one takes the place of one that was not used lately: "clock", which is to the least
// recently used what a bit is to a list, so that finding writes nearly nothing. A value stays where it is.
template <typename Key, typename Value>
class BoundedMap {
public:
    explicit BoundedMap(std::size_t capacity) : capacity_(capacity) {}

    [[nodiscard]] bool empty() const { return index_.empty(); }
    [[nodiscard]] std::size_t size() const { return index_.size(); }

    // Null: not there. Counts as use.
    Value* find(const Key& key)
    {
        const auto found = index_.find(key);
        if (found == index_.end()) return nullptr;
        auto& place = places_[found->second];
        if (!place.is_used) place.is_used = true;
        return &place.value;
    }
    // For a key that is not there. `drop` is called with the value that has to go, if any.
    template <typename Drop>
    Value& insert(const Key& key, Drop drop)
    {
        const auto at = place_for_one_more(drop);
        keys_[at] = key;
        index_.emplace(key, at);
        return places_[at].value;
    }
    void erase(const Key& key)
    {
        const auto found = index_.find(key);
        if (found == index_.end()) return;
        places_[found->second] = {};
        free_.push_back(found->second);
        index_.erase(found);
    }

private:
    struct Place {
        Value value{};
        bool is_used = false;
    };

    template <typename Drop>
    std::uint32_t place_for_one_more(Drop drop)
    {
        if (!free_.empty()) {
            const auto at = free_.back();
            free_.pop_back();
            return at;
        }
        if (places_.size() < capacity_) {
            places_.emplace_back();
            keys_.emplace_back();
            return static_cast<std::uint32_t>(places_.size() - 1);
        }
        // All places are taken. Ends within two rounds: the first takes the marks away.
        for (;; hand_ = (hand_ + 1) % places_.size()) {
            auto& place = places_[hand_];
            if (place.is_used) {
                place.is_used = false;
                continue;
            }
            drop(place.value);
            index_.erase(keys_[hand_]);
            place = {};
            return static_cast<std::uint32_t>(std::exchange(hand_, (hand_ + 1) % places_.size()));
        }
    }

    std::size_t capacity_;
    std::deque<Place> places_;  // of which none ever moves
    std::vector<Key> keys_;     // of the places; apart, as finding needs them in the index only
    std::vector<std::uint32_t> free_;
    boost::unordered_flat_map<Key, std::uint32_t, typename Key::Hash> index_;
    std::size_t hand_ = 0;
};

}  // namespace hookline::server_names
