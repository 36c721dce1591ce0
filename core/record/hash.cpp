// SPDX-License-Identifier: MIT
#include "record/hash.hpp"

#include <random>

namespace hookline::record {

namespace {

HashSecrets draw()
{
    std::random_device device;
    const auto word = [&] { return (std::uint64_t{device()} << 32 | device()) | 1; };
    return {word(), word(), word()};
}

}  // namespace

const HashSecrets& hash_secrets()
{
    static const HashSecrets secrets = draw();
    return secrets;
}

}  // namespace hookline::record
