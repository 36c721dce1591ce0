// SPDX-License-Identifier: MIT
// Programs of classic BPF that no expression stands for: every instruction, with any operand.
#pragma once

#include <cstdint>

#include "packet_filter/classic.hpp"

namespace hookline::test {

// Valid ones (bpf_validate()), the same for the same seed; A is the answer. M[] is written before it is read.
packet_filter::ClassicProgram random_program(std::uint64_t seed);

// The same, saying whether a bit of A is set.
packet_filter::ClassicProgram with_bit(packet_filter::ClassicProgram program, unsigned bit);

}  // namespace hookline::test
