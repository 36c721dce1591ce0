// SPDX-License-Identifier: MIT
// What a function that can fail returns inside the host. Plugins use exceptions up to the SDK wrapper; the host does not.
#pragma once

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>

namespace hookline {

// Why something failed, in full: who, on what, what failed, the kernel's words, what to do.
struct Failure {
    std::string text;
};

// Boost.System asks for this where a result is unwrapped without a check: that is our own bug.
[[noreturn]] inline void throw_exception_from_error(const Failure& failure, const boost::source_location&)
{
    throw std::logic_error(failure.text);
}

// std::expected comes with C++23.
template <class T>
using Result = boost::system::result<T, Failure>;

}  // namespace hookline
