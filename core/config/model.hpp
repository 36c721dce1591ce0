// SPDX-License-Identifier: MIT
// A pipeline file (or a command line) as typed structs. Pure data: made by config/reader (TOML) and app/flags (command
// line), read by pipeline and record.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hookline::config {

// Where something stands: "etc/hookline.toml:14:3", or the flag that it comes from ("--max-entries").
struct Place {
    std::string source;
    unsigned line = 0;  // from 1; 0: source is no file
    unsigned column = 0;
    [[nodiscard]] std::string text() const;
};

// One thing wrong. All of a run are collected, sorted by place, and shown together.
struct Complaint {
    Place place;
    std::string text;
};
using Complaints = std::vector<Complaint>;

// By place; complaints about one place keep their order, and what was said twice stays once.
void sort(Complaints& complaints);
// "etc/hookline.toml:14:3: capture.tc: ..."
std::string to_text(const Complaint& complaint);

using Scalar = std::variant<bool, std::int64_t, double, std::string>;

// An option of a plugin as written, not yet checked against the plugin's declaration.
struct Setting {
    std::string key;
    std::vector<Scalar> values;  // one, or the items of an array
    bool is_array = false;
    Place place;
};

enum class OnStartError {
    skip,   // name it, go on with the rest, and end with status 1
    fail,   // end at once
    retry,  // try again with back-off
};

// [capture.NAME] or [sink.NAME]
struct Instance {
    std::string name;
    std::string plugin;  // a name, or a path with a slash
    std::optional<Place> plugin_place{};  // of that key, where there is one
    OnStartError on_start_error = OnStartError::skip;
    std::size_t queue_size = 262'144;  // rows; sinks only
    std::vector<Setting> settings;     // everything that the host does not know
    Place place;
};

// One entry of `where`: the column has one of these values. A string against an IP column may be a prefix
// ("10.0.0.0/8"), against an integer column one of the column's names ("tcp") or a range ("1000-2000").
struct Condition {
    std::string column;
    std::vector<Scalar> any_of;
    Place place;
};

// When a row of a table ends; 0: never. What is not set for a protocol is as for all; `closed` is a few seconds then,
// unless rows are groups of flows.
struct Timeouts {
    std::optional<std::chrono::nanoseconds> idle;    // so long without traffic
    std::optional<std::chrono::nanoseconds> active;  // so long after it began; what follows is a new row
    std::optional<std::chrono::nanoseconds> closed;  // so long without traffic after FIN or RST
    bool operator==(const Timeouts&) const = default;
};

// timeouts.tcp: for rows whose `proto` is that, a name or a number as in `where`.
struct ProtoTimeouts {
    std::string proto;
    Timeouts timeouts;
    Place place;
};

// [pipeline.names]: columns with names for what stands in rows; all off.
struct Names {
    bool dns = false;                      // src_name, dst_name
    std::vector<std::string> dns_servers;  // "ADDRESS" or "ADDRESS:PORT"; empty: those of resolv.conf(5)
    std::chrono::nanoseconds dns_timeout{1'000'000'000};  // of each try
    std::chrono::nanoseconds dns_wait{1'000'000'000};     // the last report waits so long for answers, at most
    bool services = false;                                // src_service, dst_service
    bool icmp_types = false;                              // icmp_type_name
    bool interface_aliases = false;                       // interface_alias, as `ip link set alias` has it
    std::vector<std::pair<std::string, std::string>> interfaces;  // aliases of one's own, which go before
    bool operator==(const Names&) const = default;
    [[nodiscard]] bool any() const { return dns || services || icmp_types || interface_aliases || !interfaces.empty(); }
};

// One of `abbreviations`: rows that `where` fits are called `name`, unless an earlier one fits.
struct Abbreviation {
    std::string name;
    std::vector<Condition> where;
    Place place;
};

// [[pipeline]]
struct Pipeline {
    std::string name;               // "pipeline 1" where none is given
    std::vector<std::string> from;  // captures, or "ledger" for the host's own account
    std::vector<std::string> to;    // sinks
    std::vector<Condition> where;   // all must hold
    std::vector<std::string> group_by;           // key columns; empty: all of them
    std::optional<std::uint64_t> top;            // rows in a report; the rest is one `other` row
    std::string sort_by = "bytes";               // column of the report, highest first
    std::chrono::nanoseconds every{0};           // 0: one report, at the end
    std::uint64_t row_limit = 262'144;           // rows kept; past it the smallest are folded into `other`
    Timeouts timeouts{};
    std::vector<ProtoTimeouts> proto_timeouts{};
    Names names{};
    std::vector<Abbreviation> abbreviations{};
    Place place;
    std::vector<std::pair<std::string, Place>> key_places;

    // Where a key of it is written; the pipeline's own place where it is not.
    [[nodiscard]] const Place& place_of(std::string_view key) const;
    // Is there any that is not 0?
    [[nodiscard]] bool has_timeouts() const;
};

// [host]
struct Host {
    std::string log_level = "warning";          // debug, info, warning, error, off
    std::vector<std::string> plugin_path;             // searched before the built-in places
    std::chrono::nanoseconds tick{100'000'000};  // captures are drained this often: it bounds what the end has to read
    std::chrono::nanoseconds duration{0};  // 0: until a signal
    std::chrono::nanoseconds shutdown_timeout{5'000'000'000};  // for sinks to take what is queued
    std::chrono::nanoseconds open_timeout{5'000'000'000};  // for a sink to open before it is named
    Place place;
};

struct Config {
    Host host;
    std::vector<Instance> captures;
    std::vector<Instance> sinks;
    std::vector<Pipeline> pipelines;
    std::string file;  // empty: from the command line
};

}  // namespace hookline::config
