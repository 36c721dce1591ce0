// SPDX-License-Identifier: MIT
#include "record/own_columns.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace hookline::record {

namespace {

constexpr std::array<std::string_view, 5> kOwnColumns = {"bitrate", "bitrate_now", "bitrate_peak", "capture",
                                                         "end_reason"};

Schema::Draft own(hookline_type type, hookline_role role, const char* name, const char* help)
{
    Schema::Draft draft;
    draft.column.type = type;
    draft.column.role = role;
    draft.name = name;
    draft.help = help;
    return draft;
}

Schema::Draft rate(const char* name, const char* help, std::uint32_t flags = 0)
{
    auto draft = own(HOOKLINE_F64, HOOKLINE_GAUGE, name, help);
    draft.column.unit = HOOKLINE_UNIT_BITS_PER_SECOND;
    draft.column.flags = flags;
    return draft;
}

}  // namespace

std::vector<Schema::Draft> rate_columns(const config::Pipeline& pipeline)
{
    const bool intervals = pipeline.every.count() > 0;
    return {
        rate("bitrate", "mean over the whole run"),
        rate("bitrate_now", intervals ? "since the last report" : "over the last ten seconds or so"),
        rate("bitrate_peak", "highest bitrate_now so far", HOOKLINE_COLUMN_DETAIL),
    };
}

Schema::Draft capture_column()
{
    return own(HOOKLINE_TEXT, HOOKLINE_KEY, "capture", "name of the capture");
}

Schema::Draft other_column()
{
    auto draft = own(HOOKLINE_BOOL, HOOKLINE_LABEL, "other", "the row stands for many that have none of their own");
    draft.column.merge = HOOKLINE_MERGE_OR;
    draft.column.flags = HOOKLINE_COLUMN_DETAIL;
    return draft;
}

bool is_own_column(const char* name)
{
    return std::find(kOwnColumns.begin(), kOwnColumns.end(), name) != kOwnColumns.end();
}

bool is_other_column(const hookline_column& column)
{
    return std::string_view(column.name) == "other" && column.type == HOOKLINE_BOOL && column.role == HOOKLINE_LABEL &&
           column.merge == HOOKLINE_MERGE_OR;
}

std::vector<const hookline_column*> constant_columns(const Schema& output)
{
    std::vector<const hookline_column*> found;
    for (const char* name : {"bitrate", "bitrate_now", "bitrate_peak", "other"})
        if (const auto* column = output.find(name)) found.push_back(column);
    return found;
}

}  // namespace hookline::record
