// SPDX-License-Identifier: MIT
// Ways to change a frame at random: any byte of it, and what a parser has reason to look at.
#pragma once

#include "packet_builder.hpp"
#include "random.hpp"

namespace hookline::test {

// Takes a frame of any size that has an Ethernet header, and leaves one that has.
using Mutation = void (*)(Bytes& frame, Random& random);

// One of all of them, those of IP more often.
[[nodiscard]] Mutation random_mutation(Random& random);

[[nodiscard]] Mutation link_mutation(Random& random);
[[nodiscard]] Mutation ip_mutation(Random& random);

}  // namespace hookline::test
