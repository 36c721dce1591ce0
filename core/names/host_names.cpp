// SPDX-License-Identifier: MIT
#include "names/host_names.hpp"

#include <algorithm>
#include <utility>

namespace hookline::names {
namespace {

using namespace std::chrono_literals;

// However short or long a zone wants it.
constexpr std::chrono::seconds kLeastLife = 1min;
constexpr std::chrono::seconds kLongestLife = 24h;
// Until an address is asked for again that nobody could say anything about (RFC 2308 7.2: at most five minutes).
constexpr std::chrono::seconds kRetry = 1min;
constexpr std::size_t kLeastTidied = 1 << 20;

std::string_view view_of(const hookline_string& text)
{
    return {text.data, text.size};
}

}  // namespace

HostNames::HostNames(std::unique_ptr<Resolver> resolver, Now now)
    : now_(now), round_began_(now()), resolver_(std::move(resolver))
{
    resolver_->on_answer = [this](const Address& address, const std::optional<Answer>& answer) {
        take(address, answer);
    };
}

void HostNames::begin_round()
{
    round_began_ = now_();
    cache_.begin_round();
    if (texts_->bytes() >= tidy_at_) tidy_texts();
}

// Names that nobody has any more go when there are as many again. Batches on their way keep the old ones.
void HostNames::tidy_texts()
{
    auto texts = std::make_unique<record::Interner>();
    cache_.for_each([&](NameCache::Entry& entry) { entry.name = view_of(texts->intern(entry.name)); });
    texts_ = std::move(texts);
    tidy_at_ = std::max(kLeastTidied, 2 * texts_->bytes());
}

// What has expired is shown until its server has answered anew (RFC 8767): names do not flicker.
std::string_view HostNames::name_of(const Address& address)
{
    if (!is_host(address)) return {};
    auto* entry = cache_.use(address);
    if (entry == nullptr) {
        ++dropped_;
        return {};
    }
    if (entry->expires <= round_began_ && !entry->is_asked) ask(*entry);
    return entry->name;
}

void HostNames::ask(NameCache::Entry& entry)
{
    if (waiting_.size() == kWaiting) {
        ++dropped_;
        return;
    }
    entry.is_asked = true;
    waiting_.push_back(entry.address);
    send();
}

// No more at a time than may be in flight, also where all fail at once: the loop has other work.
void HostNames::send()
{
    if (is_sending_) return;
    is_sending_ = true;
    for (std::size_t sent = 0; sent < kInFlight && in_flight_ < kInFlight && !waiting_.empty(); ++sent) {
        const auto address = waiting_.front();
        waiting_.pop_front();
        ++in_flight_;
        resolver_->ask(address);
    }
    is_sending_ = false;
}

void HostNames::take(const Address& address, const std::optional<Answer>& answer)
{
    --in_flight_;
    if (auto* entry = cache_.find(address)) {
        const auto life = answer ? std::clamp(answer->ttl, kLeastLife, kLongestLife) : kRetry;
        entry->is_asked = false;
        entry->expires = now_() + life;
        if (answer) entry->name = view_of(texts_->intern(answer->name));
    }
    send();
}

}  // namespace hookline::names
