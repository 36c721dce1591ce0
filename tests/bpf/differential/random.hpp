// SPDX-License-Identifier: MIT
// Random numbers that are the same on every machine: the standard fixes this generator, not its distributions.
#pragma once

#include <array>
#include <cstdint>
#include <random>

namespace hookline::test {

class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    // 0 .. below - 1
    std::size_t below(std::size_t below) { return engine_() % below; }
    bool one_in(std::size_t n) { return below(n) == 0; }
    std::uint8_t byte() { return static_cast<std::uint8_t>(engine_()); }

    template <class Type, std::size_t size>
    const Type& of(const std::array<Type, size>& choices)
    {
        return choices[below(size)];
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace hookline::test
