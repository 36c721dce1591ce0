// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "streams.hpp"
#include "table_format.hpp"

namespace hookline::test {

using sink_common::Text;
using table_sink::Format;
using table_sink::Style;

inline constexpr std::int64_t kNoon = 1'777'636'800'000'000'000;  // 2026-05-01T12:00:00Z

// One format over several batches.
class Printer {
public:
    explicit Printer(const Style& style = {}) : style_(style), format_(table_sink::make_columns_format(style_)) {}
    explicit Printer(std::unique_ptr<Format> format) : format_(std::move(format)) {}

    template <class RowType>
    std::string print(const hookline_schema& schema, const std::vector<RowType>& rows, std::uint32_t flags = kOnly,
                      std::int64_t end_ns = kNoon, const char* source = nullptr)
    {
        const auto batch = batch_of(schema, rows, flags, end_ns, source);
        out_.clear();
        format_->add(Batch(&batch), out_);
        return "\n" + std::string(out_.view());
    }
    std::string flows(const std::vector<ReportRow>& rows, std::uint32_t flags = kOnly)
    {
        return print(report_schema(), rows, flags);
    }
    Style style_;

private:
    std::unique_ptr<Format> format_;
    Text out_;
};

}  // namespace hookline::test
