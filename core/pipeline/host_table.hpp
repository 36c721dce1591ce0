// SPDX-License-Identifier: MIT
// The services of plugin.h as a table of C functions, each of which ends in an Instance.
#pragma once

#include <hookline/plugin.h>

namespace hookline::pipeline {

class Instance;
hookline_host make_host_table(Instance& instance);

}  // namespace hookline::pipeline
