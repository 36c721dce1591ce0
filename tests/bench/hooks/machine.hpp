// SPDX-License-Identifier: MIT
// Where it is measured.
#pragma once

#include <string>

namespace hookline::bench {

std::string kernel_release();
std::string cpu_model();

// Stays on one CPU from here on: `cpu`, or with -1 the last one that this process may use. Returns which.
int pin_to_cpu(int cpu);

}  // namespace hookline::bench
