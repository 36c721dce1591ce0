// SPDX-License-Identifier: MIT
#pragma once

#include <hookline/sink.hpp>

#include <memory>
#include <optional>
#include <string>

#include "common/output.hpp"
#include "table_format.hpp"

namespace hookline::table_sink {

class TableSink final : public Sink {
public:
    TableSink(Host host, const Options& options);

    void open() override;
    std::size_t write(const Batch& batch) override;
    void flush() override;
    void close() override;

private:
    void look_at_terminal();

    std::string color_;
    unsigned width_;  // 0: the terminal's
    std::optional<Services> services_;
    Style style_;
    sink_common::Output output_;
    std::unique_ptr<Format> format_;
};

}  // namespace hookline::table_sink
