// SPDX-License-Identifier: MIT
#include "pipeline/lanes.hpp"

#include <algorithm>
#include <utility>

#include "pipeline/route.hpp"

namespace hookline::pipeline {
namespace {

// Rows handed on at a time. They wait for more only until drain() returns.
constexpr std::size_t kGathered = 1024;

}  // namespace

TableLane::TableLane(record::Filter where, Extras extras, Interval& interval, record::Table& table, std::size_t input)
    : where_(std::move(where)), extras_(std::move(extras)), interval_(interval), table_(table), input_(input)
{
}

void TableLane::begin(const hookline_batch& batch)
{
    interval_.add(batch);
    if (extras_.early_names) extras_.early_names->begin_batch(batch);
}

bool TableLane::take(const Row& row)
{
    if (!where_.matches_all() && !where_.matches(row)) return false;
    if (extras_.early_names) extras_.early_names->look(row);
    table_.add(input_, extras_.abbreviator ? (*extras_.abbreviator)(row) : row);
    return true;
}

ForwardLane::ForwardLane(record::Filter where, Route& route, record::SchemaPtr schema)
    : where_(std::move(where)), route_(route), schema_(std::move(schema))
{
}

void ForwardLane::begin(const hookline_batch& batch)
{
    route_.interval().add(batch);
    const bool first = gathered_ == nullptr;
    covers_.begin_ns = first ? batch.begin_ns : std::min(covers_.begin_ns, batch.begin_ns);
    covers_.end_ns = first ? batch.end_ns : std::max(covers_.end_ns, batch.end_ns);
}

bool ForwardLane::take(const Row& row)
{
    if (!where_.matches_all() && !where_.matches(row)) return false;
    if (!gathered_) gathered_ = std::make_shared<record::OwnedBatch>(schema_, route_.name());
    gathered_->append(row);
    if (gathered_->size() >= kGathered) flush();
    return true;
}

void ForwardLane::flush()
{
    if (!gathered_) return;
    gathered_->set_interval(covers_.begin_ns, covers_.end_ns);
    route_.send(std::exchange(gathered_, nullptr));
}

}  // namespace hookline::pipeline
