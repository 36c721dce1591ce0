// SPDX-License-Identifier: MIT
#include "common/output.hpp"

#include <hookline/plugin.hpp>

#include <algorithm>

namespace hookline::sink_common {

Output::Output(const std::string& path) : destination_(path), text_([this](std::string_view bytes) { write(bytes); }) {}

void Output::begin(const Batch& batch)
{
    const bool has_reports = batch.schema().kind == HOOKLINE_TABLE;
    if (!has_reports || batch.begins_report()) failure_.clear();
    if (!failure_.empty()) throw Error(failure_);
    if (has_reports && batch.begins_report()) begin_report(&batch.schema());
    if (!has_reports && !grows_) {
        destination_.open();
        destination_.publish();
        grows_ = true;
    }
}

void Output::begin_report(const hookline_schema* stream)
{
    if (grows_) return;
    if (std::find(streams_.begin(), streams_.end(), stream) != streams_.end()) {
        flush();
        destination_.restart();
        streams_.clear();
    }
    streams_.push_back(stream);
}

void Output::end(const Batch& batch)
{
    if (!batch.ends_report()) return;
    flush();
    destination_.publish();
}

void Output::flush()
{
    text_.spill();
}

void Output::close()
{
    flush();
    destination_.close();
}

void Output::write(std::string_view bytes)
{
    if (!failure_.empty()) throw Error(failure_);
    try {
        destination_.write(bytes);
    } catch (const Error& error) {
        failure_ = error.what();
        destination_.discard();
        streams_.clear();
        throw;
    }
}

}  // namespace hookline::sink_common
