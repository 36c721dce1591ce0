// SPDX-License-Identifier: MIT
// An endless row of frames, each a changed copy of one that is given: the same row for the same seed.
#pragma once

#include "mutations.hpp"

#include <vector>

namespace hookline::test {

class Mutator {
public:
    using Groups = std::vector<std::vector<Bytes>>;

    // Of each group as many frames as of any other. Groups are not empty, frames have an Ethernet header and a byte more.
    // They must outlive this.
    Mutator(const Groups& groups, std::uint64_t seed) : groups_(groups), random_(seed) {}

    Bytes next()
    {
        // The same base for a while, so that there are flows of several packets, and fragments of one datagram.
        constexpr std::size_t kLongestRun = 16;
        if (left_ == 0) {
            const auto& group = groups_[random_.below(groups_.size())];
            base_ = &group[random_.below(group.size())];
            left_ = 1 + random_.below(kLongestRun);
        }
        --left_;
        Bytes frame = *base_;
        for (std::size_t changes = random_.below(4); changes > 0; --changes)
            random_mutation(random_)(frame, random_);
        return frame;
    }

private:
    const Groups& groups_;
    Random random_;
    const Bytes* base_ = nullptr;
    std::size_t left_ = 0;
};

}  // namespace hookline::test
