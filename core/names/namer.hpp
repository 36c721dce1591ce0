// SPDX-License-Identifier: MIT
// Rows of reports with columns of names added. Loop thread.
#pragma once

#include <memory>
#include <vector>

#include "names/sources.hpp"
#include "names/wider_schema.hpp"
#include "record/batch.hpp"

namespace hookline::names {

class Namer {
public:
    // Null: such rows have no use for any name. The directory must outlive it.
    static Result<std::unique_ptr<Namer>> make(record::SchemaPtr base, Directory& directory);

    [[nodiscard]] const record::SchemaPtr& output() const { return wider_.schema(); }
    // A batch of a report, whose text belongs to others (as a table's does), with the names that are known by now.
    [[nodiscard]] std::shared_ptr<record::OwnedBatch> name(const record::OwnedBatch& batch);
    // Only asks for them.
    void ask(const record::OwnedBatch& batch);

private:
    Namer(record::SchemaPtr base, WiderSchema wider, std::vector<NamedColumn> columns, const Directory& directory)
        : base_(std::move(base)), wider_(std::move(wider)), columns_(std::move(columns)), directory_(directory)
    {
    }
    void fill(const Batch& rows, std::size_t added, std::uint64_t* wide, record::OwnedBatch& batch);

    record::SchemaPtr base_;
    WiderSchema wider_;
    std::vector<NamedColumn> columns_;
    const Directory& directory_;
};

}  // namespace hookline::names
