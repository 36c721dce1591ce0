// SPDX-License-Identifier: MIT
// What is known of addresses: so many of them, and no more.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <list>
#include <string_view>

#include "names/address.hpp"

namespace hookline::names {

class NameCache {
public:
    using Clock = std::chrono::steady_clock;
    struct Entry {
        std::uint64_t round = 0;      // that used it last
        std::string_view name{};      // empty: none, or none that is known
        Clock::time_point expires{};  // then it is asked for again
        bool is_asked = false;        // a question is under way
        Address address{};
    };

    explicit NameCache(std::size_t capacity) : capacity_(capacity) { by_address_.reserve(capacity); }

    // What is used in this round stays for as long as it lasts: a report of more addresses than there is room for must
    // not throw out its own.
    void begin_round() { ++round_; }
    // The entry, a new one where there is none: then the one goes that was not used for the most rounds. Null: no room.
    [[nodiscard]] Entry* use(const Address& address);
    // Starts to bring what use() will look at into the CPU's cache.
    void prefetch(const Address& address) const
    {
        if (const auto found = by_address_.find(address); found != by_address_.end())
            __builtin_prefetch(&*found->second);
    }
    // Null: it is gone.
    [[nodiscard]] Entry* find(const Address& address);
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    template <class Visit>
    void for_each(Visit&& visit)
    {
        for (auto& entry : entries_)
            visit(entry);
    }

private:
    Entry* add(const Address& address);

    using Entries = std::list<Entry>;
    std::size_t capacity_;
    std::uint64_t round_ = 1;
    Entries entries_;  // used most recently first
    boost::unordered_flat_map<Address, Entries::iterator, AddressHash> by_address_;
};

}  // namespace hookline::names
