// SPDX-License-Identifier: MIT
// The flags there are. Names Boost.Program_options, as does flags.cpp; nobody else does.
#pragma once

#include <boost/program_options.hpp>

#include <string>

namespace hookline::app {

namespace po = boost::program_options;

po::options_description all_flags();
std::string help_text();

}  // namespace hookline::app
