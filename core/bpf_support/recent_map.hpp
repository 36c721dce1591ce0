// SPDX-License-Identifier: MIT
// A map that forgets what was not asked for longest, and so stays below a limit: two generations, of which the older one
// goes when the younger is full.
#pragma once

#include <cstddef>
#include <unordered_map>
#include <utility>

namespace hookline::bpf {

template <class Key, class Value, class Hash = std::hash<Key>>
class RecentMap {
public:
    // At most twice as many are kept.
    explicit RecentMap(std::size_t generation) : generation_(generation) {}

    // Null: not known, or forgotten. Valid until the next call of either function.
    Value* find(const Key& key)
    {
        if (const auto found = young_.find(key); found != young_.end()) return &found->second;
        auto node = old_.extract(key);
        if (node.empty()) return nullptr;
        make_room();
        return &young_.insert(std::move(node)).position->second;
    }
    // Makes one where there is none.
    Value& operator[](const Key& key)
    {
        if (auto* found = find(key)) return *found;
        make_room();
        return young_[key];
    }

private:
    void make_room()
    {
        if (young_.size() < generation_) return;
        old_ = std::move(young_);
        young_.clear();
    }

    std::size_t generation_;
    std::unordered_map<Key, Value, Hash> young_;
    std::unordered_map<Key, Value, Hash> old_;
};

}  // namespace hookline::bpf
