// SPDX-License-Identifier: MIT
// What hookline can be asked to do. Each returns the process's exit status.
#pragma once

#include <string>
#include <vector>

#include "app/flags.hpp"

namespace hookline::app {

// Words after the command's name.
using Arguments = std::vector<std::string>;

int run(const Flags& flags);
int check(const Flags& flags, const Arguments& files);
int plugins(const Flags& flags, const Arguments& words);
int doctor(const Flags& flags, const Arguments& none);
int help();
int version();

// Does what the command line says: a command, else a run.
int dispatch(Flags flags);

const std::vector<std::string>& command_names();

}  // namespace hookline::app
