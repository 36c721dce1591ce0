// SPDX-License-Identifier: MIT
#include "record/hash.hpp"

#include <random>

namespace hookline::record {

HashSecrets draw_hash_secrets()
{
    std::random_device device;
    const auto word = [&] { return (std::uint64_t{device()} << 32 | device()) | 1; };
    return {word(), word(), word()};
}

}  // namespace hookline::record
