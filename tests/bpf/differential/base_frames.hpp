// SPDX-License-Identifier: MIT
// The frames that the comparison starts from, all with an Ethernet header.
#pragma once

#include "packet_builder.hpp"

#include <string>
#include <vector>

namespace hookline::test {

struct BaseFrames {
    std::vector<std::vector<Bytes>> groups;  // one for each file, none empty
    std::string summary;                     // how many, of what, and what was left out
};

// The packet table, and the frames of the captures in `folder`. Those of other link types come behind an Ethernet
// header; those longer than `most_bytes` are cut.
[[nodiscard]] BaseFrames base_frames(const std::string& folder, std::size_t most_bytes);

}  // namespace hookline::test
