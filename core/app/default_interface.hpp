// SPDX-License-Identifier: MIT
// The interface of the default run.
#pragma once

#include <istream>
#include <optional>
#include <string>

namespace hookline::app {

// The default route's interface (IPv4, else IPv6), else the first that is up and not loopback.
std::optional<std::string> default_interface();

// From the text of /proc/net/route and /proc/net/ipv6_route: the default route with the lowest metric.
std::optional<std::string> default_route_v4(std::istream& routes);
std::optional<std::string> default_route_v6(std::istream& routes);

}  // namespace hookline::app
