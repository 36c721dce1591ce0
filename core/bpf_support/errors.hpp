// SPDX-License-Identifier: MIT
// The kernel's words for an error.
#pragma once

#include <cstdlib>
#include <string>
#include <system_error>

namespace hookline::bpf {

// "Invalid argument (22)", of an errno or of the negative number that libbpf returns.
inline std::string kernel_words(int error)
{
    return std::generic_category().message(std::abs(error)) + " (" + std::to_string(std::abs(error)) + ")";
}

}  // namespace hookline::bpf
