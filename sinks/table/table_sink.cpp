// SPDX-License-Identifier: MIT
#include "table_sink.hpp"

#include <cstdlib>

namespace hookline::table_sink {

namespace {

constexpr const char* kFormats[] = {"columns", "classic", nullptr};
constexpr const char* kColors[] = {"auto", "always", "never", nullptr};
constexpr hookline_option kOptions[] = {
    option::choice("format", "columns: aligned columns and totals; classic: a line of \"name: value\" for each row",
                   "\"columns\"", kFormats),
    option::string("path", "file that is replaced by each report; \"-\" is standard output", "\"-\""),
    option::choice("color", "auto: on a terminal, unless NO_COLOR is set", "\"auto\"", kColors),
    option::integer("width", "characters in a line; 0: as wide as the terminal, without limit where there is none", "0",
                    0, 10'000),
    option::boolean("details", "columns: also first, last, peak rate, TCP flags and what else is a detail", "false"),
    option::boolean("resolve", "show the names of well-known ports", "false"),
};

// https://no-color.org
bool wants_no_color()
{
    const char* no_color = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    return (no_color != nullptr && *no_color != '\0') || (terminal != nullptr && std::string_view(terminal) == "dumb");
}

}  // namespace

TableSink::TableSink(Host, const Options& options)
    : color_(options.string("color")),
      width_(static_cast<unsigned>(options.integer("width"))),
      output_(options.string("path")),
      format_(options.string("format") == "classic" ? make_classic_format() : make_columns_format(style_))
{
    style_.details = options.boolean("details");
    if (options.boolean("resolve")) style_.services = &services_.emplace();
}

void TableSink::open()
{
    output_.open();
    look_at_terminal();
}

void TableSink::look_at_terminal()
{
    const auto& destination = output_.destination();
    style_.width = width_ != 0 ? width_ : destination.terminal_width();
    style_.color = color_ == "always" || (color_ == "auto" && destination.is_terminal() && !wants_no_color());
}

std::size_t TableSink::write(const Batch& batch)
{
    try {
        output_.begin(batch);
        if (batch.begins_report()) look_at_terminal();  // it may have been resized
        format_->add(batch, output_.text());
        output_.end(batch);
    } catch (...) {
        format_->reset();
        throw;
    }
    return batch.size();
}

void TableSink::flush()
{
    output_.flush();
}

void TableSink::close()
{
    output_.close();
}

}  // namespace hookline::table_sink

HOOKLINE_SINK_PLUGIN(hookline::table_sink::TableSink, "table", HOOKLINE_VERSION, "MIT",
                     "reports for people: aligned columns, or the classic lines", hookline::table_sink::kOptions);
