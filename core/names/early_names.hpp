// SPDX-License-Identifier: MIT
#pragma once

#include <hookline/row.hpp>

#include <memory>
#include <vector>

#include "names/sources.hpp"

namespace hookline::names {

// Asks for the names of a stream's addresses as they come, so that the first report has some: of a sample of the rows,
// in which what has much traffic turns up soon.
class EarlyNames {
public:
    // `reported`: only addresses that it has are asked for.
    EarlyNames(const record::Schema& stream, const record::Schema& reported, Directory& directory);
    void begin_batch(const hookline_batch& batch);
    void look(const Row& row)
    {
        if (skip_ > 0)
            --skip_;
        else if (left_ > 0)
            ask(row);
    }

private:
    void ask(const Row& row);

    const record::Schema& stream_;
    Directory& directory_;
    std::vector<std::unique_ptr<Source>> sources_;
    NameCache::Clock::time_point round_began_{};
    std::uint32_t batches_ = 0;
    std::uint32_t skip_ = 0;
    std::uint32_t left_ = 0;
};

}  // namespace hookline::names
