// SPDX-License-Identifier: MIT
// The ledger as a stream that any sink can take: the source "ledger" of a pipeline.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "config/model.hpp"
#include "pipeline/ledger.hpp"
#include "record/batch.hpp"
#include "record/filter.hpp"

namespace hookline::pipeline {

class LedgerStream {
public:
    // `where` is compiled against it; group_by and top have no meaning here.
    static std::unique_ptr<LedgerStream> make(const config::Pipeline& pipeline, config::Complaints& complaints);

    // A whole report in one batch, in the order of entries().
    [[nodiscard]] record::BatchPtr report(const Ledger& ledger, std::int64_t begin_ns, std::int64_t end_ns,
                                          bool is_final) const;

private:
    LedgerStream(record::SchemaPtr schema, record::Filter where, std::string source);
    [[nodiscard]] std::vector<std::uint64_t> row_of(const Entry& entry) const;

    record::SchemaPtr schema_;
    record::Filter where_;
    std::string source_;
};

}  // namespace hookline::pipeline
