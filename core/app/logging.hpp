// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace hookline::app {

// Logs go to standard error as `hookline: warning: ...`. `level`: one of config::log_levels().
void set_up_logging(const std::string& level);

}  // namespace hookline::app
