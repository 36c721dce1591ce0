// SPDX-License-Identifier: MIT
// How the bench fails. The text is all a user sees: on what, what failed, the kernel's words, what to do.
#pragma once

#include <stdexcept>

namespace hookline::bench {

struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Not a fault of what is measured: nothing can be measured here.
struct NotPermitted : Error {
    using Error::Error;
};

}  // namespace hookline::bench
