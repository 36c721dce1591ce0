// SPDX-License-Identifier: MIT
#include "app/logging.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace hookline::app {

void set_up_logging(const std::string& level)
{
    auto logger = std::make_shared<spdlog::logger>("hookline", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("hookline: %l: %v");
    logger->set_level(spdlog::level::from_str(level));
    spdlog::set_default_logger(std::move(logger));
}

}  // namespace hookline::app
