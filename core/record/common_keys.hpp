// SPDX-License-Identifier: MIT
// What a row that stands for many still says of its key: the values of enumerations (protocol, direction) that all of
// them have in common.
#pragma once

#include <cstdint>
#include <vector>

#include "record/schema.hpp"

namespace hookline::record {

class CommonKeys {
public:
    explicit CommonKeys(const Schema& schema);

    void take(std::uint64_t* other, const std::uint64_t* first) const;
    void keep_common(std::uint64_t* other, const std::uint64_t* next) const;

private:
    std::vector<const hookline_column*> columns_;
};

}  // namespace hookline::record
