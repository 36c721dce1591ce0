// SPDX-License-Identifier: MIT
#include "record/report_writer.hpp"

#include <algorithm>
#include <utility>

#include "record/row_store.hpp"

namespace hookline::record {

void ReportWriter::add(const std::uint64_t* row)
{
    if (!latest_ || latest_->size() >= RowStore::kRowsPerBlock) {
        start_batch();
        latest_->reserve(std::min(expected_, RowStore::kRowsPerBlock));
    }
    latest_->append_shallow(reinterpret_cast<const std::byte*>(row));
    if (expected_ > 0) --expected_;
}

void ReportWriter::add_block(std::vector<std::uint64_t> rows)
{
    start_batch();
    latest_->adopt(std::move(rows));
}

void ReportWriter::finish()
{
    if (!latest_) start_batch();
    emit_latest(HOOKLINE_REPORT_END);
}

void ReportWriter::start_batch()
{
    if (latest_) emit_latest(0);
    latest_ = std::make_shared<OwnedBatch>(frame_.schema, frame_.source);
    latest_->keep_alive(frame_.texts);
    latest_->set_interval(frame_.begin_ns, frame_.end_ns);
}

void ReportWriter::emit_latest(std::uint32_t flags)
{
    if (!std::exchange(begun_, true)) flags |= HOOKLINE_REPORT_BEGIN;
    if (frame_.final_report) flags |= HOOKLINE_REPORT_FINAL;
    latest_->set_flags(flags);
    emit_(std::exchange(latest_, nullptr));
}

}  // namespace hookline::record
