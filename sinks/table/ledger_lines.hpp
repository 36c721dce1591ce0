// SPDX-License-Identifier: MIT
#pragma once

#include <hookline/row.hpp>

#include <map>
#include <string>
#include <vector>

#include "common/text.hpp"

namespace hookline::table_sink {

// The host's own account as a few lines: each named cause, then the sums.
class LedgerLines {
public:
    [[nodiscard]] static bool is_ledger(const hookline_schema& schema);

    void add(const Batch& batch, sink_common::Text& out);
    void put_sums(sink_common::Text& out);  // and begins anew

private:
    struct Amounts {
        std::uint64_t packets = 0;
        std::uint64_t bytes = 0;
    };
    std::map<std::string, Amounts, std::less<>> accounts_;
};

}  // namespace hookline::table_sink
