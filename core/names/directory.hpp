// SPDX-License-Identifier: MIT
// All that knows names for one pipeline. Loop thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "config/model.hpp"
#include "names/host_names.hpp"
#include "names/interface_aliases.hpp"
#include "names/services.hpp"

namespace hookline::names {

struct Directory {
    // `who` begins what is logged.
    Directory(const std::string& who, const config::Names& options, std::unique_ptr<Resolver> resolver);

    // A report begins.
    void begin_round();
    [[nodiscard]] bool is_asking() const { return hosts && hosts->is_asking(); }
    [[nodiscard]] std::uint64_t dropped() const { return hosts ? hosts->dropped() : 0; }

    const config::Names options;
    std::optional<HostNames> hosts;
    std::optional<Services> services;
    std::optional<InterfaceAliases> interfaces;
};

}  // namespace hookline::names
