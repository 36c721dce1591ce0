// SPDX-License-Identifier: MIT
// Names of addresses: what is known at once, and questions for the rest.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>

#include "names/name_cache.hpp"
#include "names/resolver.hpp"
#include "record/interner.hpp"

namespace hookline::names {

class HostNames {
public:
    static constexpr std::size_t kKnown = 65'536;    // addresses
    static constexpr std::size_t kInFlight = 64;     // questions that a server may be thinking about
    static constexpr std::size_t kWaiting = 16'384;  // questions behind them

    using Clock = NameCache::Clock;
    using Now = Clock::time_point (*)();
    explicit HostNames(std::unique_ptr<Resolver> resolver, Now now = &Clock::now);

    // A report begins: what is used from here on stays until the next one.
    void begin_round();
    // Empty: there is none, or it is not known yet; then it is asked for.
    [[nodiscard]] std::string_view name_of(const Address& address);
    // Whoever holds this may read the names of this round.
    [[nodiscard]] std::shared_ptr<const void> texts() const { return texts_->owner(); }
    void prefetch(const Address& address) const { cache_.prefetch(address); }
    // May a later call know more?
    [[nodiscard]] bool is_asking() const { return in_flight_ > 0 || !waiting_.empty(); }
    // Questions that were not asked for want of room. They are asked when their address comes up again.
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

private:
    void tidy_texts();
    void ask(NameCache::Entry& entry);
    void send();
    void take(const Address& address, const std::optional<Answer>& answer);

    NameCache cache_{kKnown};
    std::unique_ptr<record::Interner> texts_ = std::make_unique<record::Interner>();
    std::size_t tidy_at_ = 0;  // bytes of texts
    std::deque<Address> waiting_;
    std::size_t in_flight_ = 0;
    std::uint64_t dropped_ = 0;
    bool is_sending_ = false;
    Now now_;
    Clock::time_point round_began_;
    std::unique_ptr<Resolver> resolver_;  // goes first: what it still says has somewhere to go
};

}  // namespace hookline::names
