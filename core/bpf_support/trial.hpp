// SPDX-License-Identifier: MIT
// For the probes of captures (hookline doctor): whether a hook works is tried for real, where no traffic passes.
#pragma once

#include <hookline/plugin.hpp>

#include <functional>
#include <string>

namespace hookline::bpf {

using Say = std::function<void(const std::string&)>;

// A host for those who are only tried: what they would log is dropped, what fails is thrown.
hookline_host silent_host();

// Runs `trial` in a network namespace of its own, which is gone afterwards; false where that is not permitted. What it
// throws is said, and is a failure.
hookline_status try_apart(const Say& say, const std::function<hookline_status(bool is_apart)>& trial);

}  // namespace hookline::bpf
