// SPDX-License-Identifier: MIT
// A buffered destination for batches: when a file begins anew, when it is published, what a failure means.
#pragma once

#include <hookline/row.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include "common/destination.hpp"
#include "common/text.hpp"

namespace hookline::sink_common {

// A regular file holds the latest report of every stream: it begins anew when a stream that is in it begins another
// report, and is published when a report is complete. Streams without reports (events, packets) publish it at once,
// and it then grows for as long as the sink is open.
//
// After a failure the report is lost: what follows of it fails as well, until another begins.
class Output {
public:
    explicit Output(const std::string& path);

    void open() { destination_.open(); }
    // Around the formatting of each batch.
    void begin(const Batch& batch);
    void end(const Batch& batch);
    void flush();
    void close();  // idempotent

    [[nodiscard]] Text& text() { return text_; }
    [[nodiscard]] const Destination& destination() const { return destination_; }

private:
    void begin_report(const hookline_schema* stream);
    void write(std::string_view bytes);

    Destination destination_;
    Text text_;
    std::vector<const hookline_schema*> streams_;  // whose reports are in the file
    bool grows_ = false;
    std::string failure_;
};

}  // namespace hookline::sink_common
