// SPDX-License-Identifier: MIT
// The two ways of a row into a pipeline: added up in a table, or handed on as it is.
#pragma once

#include <memory>

#include "names/abbreviator.hpp"
#include "names/early_names.hpp"
#include "pipeline/interval.hpp"
#include "pipeline/stream.hpp"
#include "record/batch.hpp"
#include "record/filter.hpp"
#include "record/table.hpp"

namespace hookline::pipeline {

class Route;

class TableLane : public Lane {
public:
    // What is done to a row on its way; both may be null.
    struct Extras {
        std::unique_ptr<names::Abbreviator> abbreviator;
        std::unique_ptr<names::EarlyNames> early_names;
    };
    TableLane(record::Filter where, Extras extras, Interval& interval, record::Table& table, std::size_t input);
    void begin(const hookline_batch& batch) override;
    bool take(const Row& row) override;
    void flush() override {}

private:
    record::Filter where_;
    Extras extras_;
    Interval& interval_;
    record::Table& table_;
    std::size_t input_;
};

class ForwardLane : public Lane {
public:
    ForwardLane(record::Filter where, Route& route, record::SchemaPtr schema);
    void begin(const hookline_batch& batch) override;
    bool take(const Row& row) override;
    void flush() override;

private:
    record::Filter where_;
    Route& route_;
    record::SchemaPtr schema_;
    std::shared_ptr<record::OwnedBatch> gathered_;
    hookline_batch covers_{};  // only its times
};

}  // namespace hookline::pipeline
