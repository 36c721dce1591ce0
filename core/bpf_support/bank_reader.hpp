// SPDX-License-Identifier: MIT
// The flows of one bank of the kernel's flow table, whatever kind of map holds them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "bpf_support/flow_table.hpp"
#include "bpf_support/mapped_array.hpp"
#include "flow_slot.h"

namespace hookline::bpf {

class BankReader {
public:
    using Visit = std::function<void(const hl_flow_key&, const hl_slot&)>;

    // For the maps that the table has. Throws Error.
    static std::unique_ptr<BankReader> make(const FlowTable& table);

    virtual ~BankReader() = default;
    BankReader(const BankReader&) = delete;
    BankReader& operator=(const BankReader&) = delete;
    BankReader(BankReader&&) = delete;
    BankReader& operator=(BankReader&&) = delete;

    // From the start of a bank, which no program writes until the last flow is read.
    virtual void begin(std::uint32_t bank) = 0;
    // Visits the next flows, and forgets them; about `wanted` of them. False: these were the last (there may be none).
    // Throws Error.
    virtual bool next(std::size_t wanted, const Visit& visit) = 0;

protected:
    explicit BankReader(const FlowTable& table);
    // What had no place in the table.
    void read_rest(std::uint32_t bank, const Visit& visit);

private:
    std::size_t cpu_count_;
    MappedArray cpus_;
};

}  // namespace hookline::bpf
