// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/default_interface.hpp"
#include "app/flag_config.hpp"
#include "app/logging.hpp"
#include "app/output.hpp"
#include "app/start.hpp"
#include "config/print.hpp"
#include "config/reader.hpp"

namespace hookline::app {
namespace {

Result<config::Config> configuration(const Flags& flags, config::Complaints& complaints)
{
    if (flags.config.empty()) return to_config(flags, default_interface);
    auto config = config::read_file(flags.config, complaints);
    if (const auto fits = apply_to_file(flags, config); !fits) return fits.error();
    return config;
}

}  // namespace

// Start-up, step by step. Shutdown is the engine's.
int run(const Flags& flags)
{
    config::Complaints complaints;
    const auto config = configuration(flags, complaints);
    if (!config) return fail(kBadUsage, config.error().text);
    if (flags.print_config) return complaints.empty() ? answer(to_toml(*config)) : fail(complaints);
    set_up_logging(config->host.log_level);
    const auto engine = make_engine(*config, complaints);
    if (!engine) return fail(complaints);
    return engine->run();
}

int check(const Flags& flags, const Arguments& files)
{
    if (files.size() != 1) return fail(kBadUsage, "usage: hookline check FILE");
    config::Complaints complaints;
    auto config = config::read_file(files.front(), complaints);
    config.host.plugin_path.insert(config.host.plugin_path.begin(), flags.plugin_path.begin(), flags.plugin_path.end());
    set_up_logging(flags.log_level.empty() ? config.host.log_level : flags.log_level);
    if (!make_engine(config, complaints)) return fail(complaints);
    return answer(files.front() + ": ok\n");
}

}  // namespace hookline::app
