// SPDX-License-Identifier: MIT
// From a Config to an engine that is ready to run: what `run` and `check` share.
#pragma once

#include <memory>

#include "config/model.hpp"
#include "pipeline/engine.hpp"

namespace hookline::app {

// Loads the plugin of every instance, each library once. What cannot be loaded is a complaint and left out.
pipeline::Plugins load_plugins(const config::Config& config, config::Complaints& complaints);

// Null when there are complaints, from here or before. All that is wrong is found in one run: what an earlier complaint
// is about is left out, the rest is checked all the same.
std::unique_ptr<pipeline::Engine> make_engine(const config::Config& config, config::Complaints& complaints);

}  // namespace hookline::app
