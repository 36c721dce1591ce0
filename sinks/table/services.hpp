// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hookline::table_sink {

// The system's names of well-known ports (/etc/services), read once. Where TCP and UDP differ, the first entry counts.
class Services {
public:
    Services();
    [[nodiscard]] std::string_view name_of(std::uint64_t port) const
    {
        const auto found = names_.find(port);
        return found != names_.end() ? std::string_view(found->second) : std::string_view();
    }

private:
    std::unordered_map<std::uint64_t, std::string> names_;
};

}  // namespace hookline::table_sink
