// SPDX-License-Identifier: MIT
// The system's names of ports, services(5), read once.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace hookline::names {

class Services {
public:
    Services();
    // `proto`: IP protocol. What has ports and no services of its own (UDP-Lite) has none.
    [[nodiscard]] std::string_view name_of(std::uint64_t proto, std::uint64_t port) const;

private:
    boost::unordered_flat_map<std::uint64_t, std::string> names_;
};

}  // namespace hookline::names
