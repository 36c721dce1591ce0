// SPDX-License-Identifier: MIT
// What was measured: rows, to be printed, saved and read again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statistics.hpp"

namespace hookline::bench {

inline constexpr const char* kEmpty = "empty";
inline constexpr const char* kBareParsing = "bare parsing";
inline constexpr const char* kFull = "full";

// One program in one case.
struct Row {
    std::string hook;
    std::string packets;  // to_string(Case)
    std::string program;  // kEmpty, kBareParsing, kFull, or "FILE.o:PROGRAM"
    Summary ns;           // a packet: of kEmpty with its driver, of all others what they cost over that
    unsigned runs = 0;
    unsigned packets_a_run = 0;
    bool drained = false;         // each run began with empty maps
    std::optional<double> ratio;  // to bare parsing: set_ratios()
    std::string kernel;
    std::string cpu;
};

// Gives all programs but kEmpty and kBareParsing their ratio. Bare parsing takes a few nanoseconds, and does not look at
// which flow it is: the yardstick is its median over all cases of a hook with packets of one kind, "ipv4 udp".
void set_ratios(std::vector<Row>& rows);

// An array with one object a line, of the same form as those of script/bench's other parts.
std::string to_json(const std::vector<Row>& rows);

// Throws Error. Rows of script/bench's other parts are passed over.
std::vector<Row> from_json(std::string_view text);

// For people. The heading says what ran where; equal cases stand together.
std::string heading(const std::vector<Row>& rows, int cpu);
std::string to_table(const std::vector<Row>& rows);

}  // namespace hookline::bench
