// SPDX-License-Identifier: MIT
// What a way of moving bytes throws, and the check that throws it.
#pragma once

#include <cerrno>
#include <concepts>
#include <stdexcept>
#include <string>
#include <system_error>

namespace mover {

// This kernel has no such way.
struct Skipped : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The result of a system call, which is not a failure.
template <std::signed_integral Result>
Result check(Result result, const char* call)
{
    if (result < 0) throw std::system_error(errno, std::generic_category(), call);
    return result;
}

// The same for what older kernels do not know: a failure with `missing` is none.
template <std::signed_integral Result>
Result need(Result result, const char* call, int missing)
{
    if (result < 0 && errno == missing) throw Skipped(std::string(call) + ": this kernel does not have it");
    return check(result, call);
}

}  // namespace mover
