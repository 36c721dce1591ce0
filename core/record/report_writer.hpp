// SPDX-License-Identifier: MIT
// Cuts a report into batches and marks the first and the last one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "record/table.hpp"

namespace hookline::record {

// What all batches of a report have in common.
struct ReportFrame {
    SchemaPtr schema;
    std::string source;
    std::shared_ptr<const void> texts;  // owner of what rows point to
    std::int64_t begin_ns = 0;
    std::int64_t end_ns = 0;
    bool final_report = false;
};

class ReportWriter {
public:
    ReportWriter(ReportFrame frame, const Table::Emit& emit) : frame_(std::move(frame)), emit_(emit) {}

    // How many rows add() will be called for at most, so that no batch holds more memory than it needs.
    void expect(std::size_t rows) { expected_ = rows; }
    void add(const std::uint64_t* row);
    // A whole block of rows, taken over.
    void add_block(std::vector<std::uint64_t> rows);
    // Emits what is left: at least one batch, as a report may have no rows.
    void finish();

private:
    void start_batch();
    void emit_latest(std::uint32_t flags);

    ReportFrame frame_;
    const Table::Emit& emit_;
    std::shared_ptr<OwnedBatch> latest_;  // held back until it is known whether another one follows
    std::size_t expected_ = 0;
    bool begun_ = false;
};

}  // namespace hookline::record
