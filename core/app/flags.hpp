// SPDX-License-Identifier: MIT
// The command line as typed values: what was said, nothing made up.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "result.hpp"

namespace hookline::app {

struct Flags {
    bool help = false;
    bool version = false;
    bool print_config = false;

    // The capture: tc unless one of these is given
    std::vector<std::string> interfaces;
    bool xdp = false;
    std::string xdp_mode;  // empty: not given
    bool kprobes = false;
    std::string cgroup;
    bool pcap = false;
    std::string read;
    std::optional<std::uint32_t> max_entries;
    bool no_arp = false;
    bool no_tcx = false;
    bool attribution = false;

    // The report
    bool json = false;
    bool lines = false;
    bool classic = false;
    bool tui = false;
    bool resolve = false;
    bool no_resolve = false;
    std::string output;
    std::optional<std::chrono::nanoseconds> refresh;
    std::optional<std::chrono::nanoseconds> every;
    std::optional<std::uint64_t> top;
    std::vector<std::string> group_by;

    // The host
    std::optional<std::chrono::nanoseconds> timeout;
    std::string config;
    std::string log_level;
    std::vector<std::string> plugin_path;

    std::vector<std::string> words;  // a command and its arguments, or a pcap-filter expression
    [[nodiscard]] std::string filter() const;  // the words as one

    std::vector<std::string> given;  // long names of all flags that were given, in order
};

// The failure is one line.
Result<Flags> parse_flags(int argc, const char* const* argv);

}  // namespace hookline::app
