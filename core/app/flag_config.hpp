// SPDX-License-Identifier: MIT
// The flags are sugar: what they stand for as a Config.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/flags.hpp"
#include "config/model.hpp"
#include "result.hpp"

namespace hookline::app {

// The interface to use where none is named; injected for tests.
using FindInterface = std::function<std::optional<std::string>()>;

// The default pipeline as the flags change it. The failure is one line: flags that contradict each other, or no
// interface. `filter`: the words of a pcap-filter expression.
Result<config::Config> to_config(const Flags& flags, const FindInterface& find_interface);

// What the flags change in a Config that a file gave: --timeout, --log-level, --plugin-path. Any other flag that shapes
// the config is a failure, as the file says these things.
Result<void> apply_to_file(const Flags& flags, config::Config& config);

}  // namespace hookline::app
