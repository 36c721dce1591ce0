// SPDX-License-Identifier: MIT
#pragma once

#include <hookline/sink.hpp>

#include <memory>

#include "common/output.hpp"
#include "json_format.hpp"

namespace hookline::json_sink {

class JsonSink final : public Sink {
public:
    JsonSink(Host host, const Options& options);

    void open() override;
    std::size_t write(const Batch& batch) override;
    void flush() override;
    void close() override;

private:
    sink_common::Output output_;
    std::unique_ptr<Format> format_;
};

}  // namespace hookline::json_sink
