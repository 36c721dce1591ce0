// SPDX-License-Identifier: MIT
// How much of the packet is known to be there at each instruction: so that a comparison with the packet's end is made
// once for a run of loads, and for as many of them as will surely come.
#pragma once

#include <cstdint>
#include <vector>

#include "packet_filter/classic.hpp"
#include "packet_filter/target.hpp"

namespace hookline::packet_filter {

// What is further away is read as if its offset were not known.
constexpr std::uint32_t kMostDirect = 0x7f00;  // the offset in an instruction has 16 bits, with sign

// The end of what a load at a constant offset reads of memory; 0: nothing.
std::uint32_t end_in_memory(const ClassicInstruction& load, Frame frame);

class CheckedBytes {
public:
    CheckedBytes(const ClassicProgram& program, Frame frame);

    // How many bytes the load at `index` has to ask for; 0: none, they are known to be there.
    [[nodiscard]] std::uint32_t to_check(std::size_t index) const;

private:
    void look_ahead(const ClassicProgram& program, Frame frame);
    void look_back(const ClassicProgram& program, Frame frame);

    std::vector<std::uint32_t> wanted_;  // from here on, whichever way it goes
    std::vector<std::uint32_t> to_check_;
};

}  // namespace hookline::packet_filter
