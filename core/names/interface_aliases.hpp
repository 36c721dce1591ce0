// SPDX-License-Identifier: MIT
// What interfaces are called: by the configuration, else by the kernel (`ip link set dev eth0 alias "uplink"`).
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "config/model.hpp"

namespace hookline::names {

class InterfaceAliases {
public:
    // `who` begins what is logged.
    InterfaceAliases(std::string who, const config::Names& options);

    // A report begins: what the kernel said ten seconds ago and before is asked for again.
    void begin_round();
    // Empty: none. Good until the next round.
    [[nodiscard]] std::string_view name_of(std::string_view interface);

private:
    using Clock = std::chrono::steady_clock;
    [[nodiscard]] std::string ask_kernel(const std::string& interface);

    std::string who_;
    bool asks_kernel_;
    bool has_failed_ = false;
    Clock::time_point asked_{};
    std::map<std::string, std::string, std::less<>> configured_;
    std::map<std::string, std::string, std::less<>> known_;
};

}  // namespace hookline::names
