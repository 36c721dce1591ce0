// SPDX-License-Identifier: MIT
// Rows in, bytes out.
#pragma once

#include <hookline/row.hpp>

#include <memory>

#include "common/text.hpp"
#include "services.hpp"

namespace hookline::table_sink {

// May change from report to report, as a terminal's width does.
struct Style {
    bool color = false;
    unsigned width = 0;                  // characters in a line; 0: no limit
    const Services* services = nullptr;  // names of ports, if they are wanted
    bool details = true;                 // reports show columns that their schema calls details
};

class Format {
public:
    Format() = default;
    virtual ~Format() = default;
    Format(const Format&) = delete;
    Format& operator=(const Format&) = delete;

    // Hands complete rows on as the text fills up, which may throw: reset() follows then.
    virtual void add(const Batch& batch, sink_common::Text& out) = 0;
    // Forgets a report that is under way.
    virtual void reset() = 0;
};

// `style` must outlive the format.
std::unique_ptr<Format> make_columns_format(const Style& style);
std::unique_ptr<Format> make_classic_format();

}  // namespace hookline::table_sink
