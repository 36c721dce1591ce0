// SPDX-License-Identifier: MIT
// What the tool itself says: answers on standard output, problems on standard error.
#pragma once

#include <string>

#include "config/model.hpp"

namespace hookline::app {

// Exit statuses
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;    // something went wrong on the way
inline constexpr int kBadUsage = 2;  // wrong flags or a wrong configuration: nothing was started

// Writes all of it and returns kOk, or says why not and returns kFailed.
int answer(const std::string& text);

// One line on standard error; returns `status`.
int fail(int status, const std::string& problem);

// All of them, by place; returns kBadUsage.
int fail(config::Complaints complaints);

// Without this a file opened later could become standard output, and a report end up in it. What is closed at start
// fails when it is written to, as it should.
void reserve_standard_descriptors();

}  // namespace hookline::app
