// SPDX-License-Identifier: MIT
#include "json_sink.hpp"

namespace hookline::json_sink {

namespace {

constexpr const char* kFormats[] = {"array", "lines", nullptr};
constexpr hookline_option kOptions[] = {
    option::choice("format",
                   "array: one array of flows for each report; lines: JSON Lines, each row of any stream with all its "
                   "columns",
                   "\"array\"", kFormats),
    option::string("path", "file that is replaced by each report; \"-\" is standard output", "\"-\""),
};

}  // namespace

JsonSink::JsonSink(Host, const Options& options)
    : output_(options.string("path")),
      format_(options.string("format") == "lines" ? make_lines_format() : make_array_format())
{
}

void JsonSink::open()
{
    output_.open();
}

std::size_t JsonSink::write(const Batch& batch)
{
    if (!format_->takes(batch.schema())) return batch.size();
    try {
        output_.begin(batch);
        format_->add(batch, output_.text());
        output_.end(batch);
    } catch (...) {
        format_->reset();
        throw;
    }
    return batch.size();
}

void JsonSink::flush()
{
    output_.flush();
}

void JsonSink::close()
{
    output_.close();
}

}  // namespace hookline::json_sink

HOOKLINE_SINK_PLUGIN(hookline::json_sink::JsonSink, "json", HOOKLINE_VERSION, "MIT",
                     "reports as the classic JSON array, or any stream as JSON Lines", hookline::json_sink::kOptions);
