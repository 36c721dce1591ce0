// SPDX-License-Identifier: MIT
// A fast hash of 64-bit words with secrets drawn once per process, so that hostile traffic cannot aim at one bucket.
// The mixing step, the folded 128-bit product of two words, is that of wyhash (Wang Yi, public domain).
#pragma once

#include <cstdint>

namespace hookline::record {

struct HashSecrets {
    std::uint64_t start, left, right;
};
HashSecrets draw_hash_secrets();
inline const HashSecrets kHashSecrets = draw_hash_secrets();

__extension__ using Product = unsigned __int128;

inline std::uint64_t hash_mix(std::uint64_t a, std::uint64_t b)
{
    const Product product = static_cast<Product>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Takes words in, gives one word out.
class Hasher {
public:
    void add(std::uint64_t a, std::uint64_t b) { state_ = hash_mix(a ^ kHashSecrets.left, b ^ state_); }
    [[nodiscard]] std::uint64_t finish() const { return hash_mix(state_ ^ kHashSecrets.right, kHashSecrets.left); }

private:
    std::uint64_t state_ = kHashSecrets.start;
};

}  // namespace hookline::record
