// SPDX-License-Identifier: MIT
// The programs of one hook that are compared with the pcap capture: a file for each hook, and an executable with it.
#pragma once

#include "frame_counter.hpp"

#include <memory>
#include <string>
#include <vector>

namespace hookline::test {

struct Program {
    std::string name;
    std::unique_ptr<FrameCounter> counter;
};

[[nodiscard]] std::vector<Program> programs();

}  // namespace hookline::test
