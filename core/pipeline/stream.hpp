// SPDX-License-Identifier: MIT
// One stream of one capture: its rows are checked, offered to every pipeline that takes from it, and accounted for.
#pragma once

#include <hookline/row.hpp>

#include <memory>
#include <string>
#include <vector>

#include "pipeline/ledger.hpp"
#include "record/schema.hpp"
#include "result.hpp"

namespace hookline::pipeline {

// Where rows of a stream go on, in one pipeline. Loop thread.
class Lane {
public:
    Lane() = default;
    virtual ~Lane() = default;
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    // Before the rows of a batch: what time they cover.
    virtual void begin(const hookline_batch& batch) = 0;
    // False: the pipeline's `where` leaves the row out.
    virtual bool take(const Row& row) = 0;
    // Hands on what it has gathered.
    virtual void flush() = 0;
};

class Stream {
public:
    // `foreign` is the plugin's own schema: a batch must name it by its address.
    Stream(const hookline_schema* foreign, record::SchemaPtr schema);

    void connect(std::unique_ptr<Lane> lane) { lanes_.push_back(std::move(lane)); }
    [[nodiscard]] const record::SchemaPtr& schema() const { return schema_; }

    struct Tally {
        Amount delivered;  // in rows that at least one pipeline took
        Amount filtered;
    };
    Result<Tally> take(const hookline_batch& batch);
    void flush();

private:
    [[nodiscard]] Amount amount_of(const Row& row) const;

    const hookline_schema* foreign_;
    record::SchemaPtr schema_;
    const hookline_column* packets_;
    const hookline_column* bytes_;
    const hookline_column* repeated_packets_;
    const hookline_column* repeated_bytes_;
    std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace hookline::pipeline
