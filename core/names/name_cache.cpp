// SPDX-License-Identifier: MIT
#include "names/name_cache.hpp"

namespace hookline::names {

NameCache::Entry* NameCache::use(const Address& address)
{
    const auto found = by_address_.find(address);
    if (found == by_address_.end()) return add(address);
    auto& entry = *found->second;
    if (entry.round != round_) {
        entry.round = round_;
        entries_.splice(entries_.begin(), entries_, found->second);
    }
    return &entry;
}

NameCache::Entry* NameCache::find(const Address& address)
{
    const auto found = by_address_.find(address);
    return found != by_address_.end() ? &*found->second : nullptr;
}

NameCache::Entry* NameCache::add(const Address& address)
{
    if (entries_.size() == capacity_) {
        if (entries_.back().round == round_) return nullptr;
        by_address_.erase(entries_.back().address);
        entries_.pop_back();
    }
    entries_.push_front({.round = round_, .address = address});
    by_address_.emplace(address, entries_.begin());
    return &entries_.front();
}

}  // namespace hookline::names
