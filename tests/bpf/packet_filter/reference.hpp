// SPDX-License-Identifier: MIT
// What libpcap says.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "packet_builder.hpp"
#include "packet_filter/expression.hpp"

struct bpf_program;  // libpcap's

namespace hookline::test {

// A compiled expression, and libpcap's own verdict by it.
class Reference {
public:
    // Throws std::runtime_error with libpcap's words.
    Reference(const std::string& expression, packet_filter::LinkHeader link_header);

    [[nodiscard]] bool passes(const Bytes& packet) const;

private:
    struct Free {
        void operator()(bpf_program* program) const;
    };
    std::unique_ptr<bpf_program, Free> program_;
};

// Programs that no expression stands for: libpcap's opinion of them, and its interpreter's answer.
bool is_valid(const packet_filter::ClassicProgram& program);
std::uint32_t interpret(const packet_filter::ClassicProgram& program, const Bytes& packet);

}  // namespace hookline::test
