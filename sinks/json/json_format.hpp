// SPDX-License-Identifier: MIT
// Rows in, bytes out.
#pragma once

#include <hookline/row.hpp>

#include <memory>
#include <string_view>

#include "common/text.hpp"

namespace hookline::json_sink {

class Format {
public:
    Format() = default;
    virtual ~Format() = default;
    Format(const Format&) = delete;
    Format& operator=(const Format&) = delete;

    // Streams that this format has no place for are passed over.
    [[nodiscard]] virtual bool takes(const hookline_schema& schema) const = 0;
    // Hands complete rows on as the text fills up, which may throw: reset() follows then.
    virtual void add(const Batch& batch, sink_common::Text& out) = 0;
    // Forgets a report that is under way.
    virtual void reset() {}
};

// One array for each report, with the keys that scripts know; only streams with packets and bytes.
std::unique_ptr<Format> make_array_format();
// JSON Lines: an object for each row of any stream, with all its columns.
std::unique_ptr<Format> make_lines_format();

}  // namespace hookline::json_sink
