// SPDX-License-Identifier: MIT
#pragma once

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

#include "app/flag_config.hpp"
#include "app/flags.hpp"

namespace hookline::test {

inline Result<app::Flags> parse(std::vector<const char*> arguments)
{
    arguments.insert(arguments.begin(), "hookline");
    return app::parse_flags(static_cast<int>(arguments.size()), arguments.data());
}

inline Result<config::Config> to_config(std::vector<const char*> arguments)
{
    const auto flags = parse(std::move(arguments));
    if (!flags) return flags.error();
    return app::to_config(*flags, [] { return "default0"; });
}

inline config::Config good(std::vector<const char*> arguments)
{
    auto config = to_config(std::move(arguments));
    BOOST_TEST_REQUIRE(config.has_value(), (config ? "" : config.error().text));
    return *config;
}

inline std::string problem(std::vector<const char*> arguments)
{
    const auto config = to_config(std::move(arguments));
    return config ? "nothing wrong" : config.error().text;
}

// "key = value" as the instance's settings have it, and the place; empty: not there.
std::string setting(const config::Instance& instance, const std::string& key);

}  // namespace hookline::test
