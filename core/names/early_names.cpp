// SPDX-License-Identifier: MIT
#include "names/early_names.hpp"

namespace hookline::names {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kSample = 64;  // rows of a batch
constexpr auto kRound = 10s;

}  // namespace

EarlyNames::EarlyNames(const record::Schema& stream, const record::Schema& reported, Directory& directory)
    : stream_(stream), directory_(directory)
{
    const auto columns = stream.columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (is_address_column(columns[i]) && reported.find(columns[i].name) != nullptr)
            sources_.push_back(host_source(stream, columns[i], *directory.hosts));
}

// Another stretch of rows each time. Without reports in between nothing else says that time goes on.
void EarlyNames::begin_batch(const hookline_batch& batch)
{
    left_ = sources_.empty() ? 0 : kSample;
    skip_ = batch.row_count > kSample ? batches_++ * kSample % (batch.row_count - kSample + 1) : 0;
    const auto now = NameCache::Clock::now();
    if (now - round_began_ < kRound) return;
    round_began_ = now;
    directory_.begin_round();
}

void EarlyNames::ask(const Row& row)
{
    --left_;
    hookline_batch one{};
    one.size = sizeof one;
    one.schema = stream_.abi();
    one.rows = row.data();
    one.row_count = 1;
    for (const auto& source : sources_)
        source->look(Batch(&one), [](std::size_t, std::string_view) {});
}

}  // namespace hookline::names
