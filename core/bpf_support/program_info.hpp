// SPDX-License-Identifier: MIT
// What the kernel says of a loaded program.
#pragma once

#include <linux/bpf.h>

#include <cstdint>
#include <string>

namespace hookline::bpf {

// All zero when there is none.
bpf_prog_info program_info(int program_fd);

// "program foreign (id 12)": for messages.
std::string describe_program(std::uint32_t program_id);

}  // namespace hookline::bpf
