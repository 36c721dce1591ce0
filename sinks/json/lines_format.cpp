// SPDX-License-Identifier: MIT
#include <vector>

#include "common/times.hpp"
#include "json_format.hpp"
#include "json_value.hpp"

namespace hookline::json_sink {

namespace {

struct LineField {
    std::string prefix;
    Field field;
};

class LinesFormat final : public Format {
public:
    [[nodiscard]] bool takes(const hookline_schema&) const override { return true; }

    void add(const Batch& batch, Text& out) override
    {
        if (schema_ != &batch.schema()) prepare(batch.schema());
        const std::string head = head_of(batch);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            put_row(out, head, batch[i]);
            out.row_done();
        }
    }

private:
    void prepare(const hookline_schema& schema)
    {
        schema_ = &schema;
        fields_.clear();
        const Columns columns(schema);
        for (std::size_t i = 0; i < columns.size(); ++i)
            fields_.push_back({quoted(columns[i].name) + ":", Field(columns[i], quoted)});
    }

    // What all rows of a batch start with. A stream's own column of that name goes before.
    [[nodiscard]] std::string head_of(const Batch& batch) const
    {
        Text head;
        head.put('{');
        if (batch.columns().find("stream") == nullptr) {
            head.put("\"stream\":");
            put_string(head, schema_->name);
            head.put(',');
        }
        if (schema_->kind == HOOKLINE_TABLE && batch.end_ns() != 0 && batch.columns().find("time") == nullptr) {
            head.put("\"time\":\"");
            sink_common::put_rfc3339(head, batch.end_ns());
            head.put("\",");
        }
        return std::string(head.view());
    }

    void put_row(Text& out, std::string_view head, const Row& row) const
    {
        out.put(head);
        for (const LineField& line : fields_) {
            if (!row.has(*line.field.column)) continue;
            out.put(line.prefix);
            put_value(out, row, line.field);
            out.put(',');
        }
        if (out.view().back() == ',') out.truncate(out.size() - 1);
        out.put("}\n");
    }

    const hookline_schema* schema_ = nullptr;
    std::vector<LineField> fields_;
};

}  // namespace

std::unique_ptr<Format> make_lines_format()
{
    return std::make_unique<LinesFormat>();
}

}  // namespace hookline::json_sink
