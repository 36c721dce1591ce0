// SPDX-License-Identifier: MIT
#include "app/default_interface.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <net/route.h>

#include <fstream>
#include <limits>
#include <memory>
#include <sstream>

namespace hookline::app {
namespace {

// Keeps the name that came with the lowest metric.
class Best {
public:
    void offer(const std::string& interface, unsigned long metric)
    {
        // Unreachable routes stand in the IPv6 table as routes through loopback
        if (interface == "lo" || (interface_ && metric >= metric_)) return;
        interface_ = interface;
        metric_ = metric;
    }
    [[nodiscard]] const std::optional<std::string>& interface() const { return interface_; }

private:
    std::optional<std::string> interface_;
    unsigned long metric_ = std::numeric_limits<unsigned long>::max();
};

std::optional<std::string> first_up()
{
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) return std::nullopt;
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner(list, &::freeifaddrs);
    for (const auto* entry = list; entry != nullptr; entry = entry->ifa_next)
        if ((entry->ifa_flags & IFF_UP) != 0 && (entry->ifa_flags & IFF_LOOPBACK) == 0) return entry->ifa_name;
    return std::nullopt;
}

}  // namespace

std::optional<std::string> default_route_v4(std::istream& routes)
{
    Best best;
    std::string line;
    std::getline(routes, line);  // headings
    while (std::getline(routes, line)) {
        std::istringstream fields(line);
        std::string interface, destination, gateway, mask;
        unsigned flags = 0;
        unsigned long references = 0, uses = 0, metric = 0;
        fields >> interface >> destination >> gateway >> std::hex >> flags >> std::dec >> references >> uses >>
            metric >> mask;
        if (fields && destination == "00000000" && mask == "00000000" && (flags & RTF_UP) != 0 &&
            (flags & RTF_REJECT) == 0)
            best.offer(interface, metric);
    }
    return best.interface();
}

std::optional<std::string> default_route_v6(std::istream& routes)
{
    Best best;
    std::string line;
    while (std::getline(routes, line)) {
        std::istringstream fields(line);
        std::string destination, source, source_length, gateway, interface;
        unsigned length = 0;
        unsigned long metric = 0, references = 0, uses = 0, flags = 0;
        fields >> destination >> std::hex >> length >> source >> source_length >> gateway >> metric >> references >>
            uses >> flags >> interface;
        if (fields && destination.find_first_not_of('0') == std::string::npos && length == 0 && (flags & RTF_UP) != 0 &&
            (flags & RTF_REJECT) == 0)
            best.offer(interface, metric);
    }
    return best.interface();
}

std::optional<std::string> default_interface()
{
    std::ifstream v4("/proc/net/route");
    if (auto found = default_route_v4(v4)) return found;
    std::ifstream v6("/proc/net/ipv6_route");
    if (auto found = default_route_v6(v6)) return found;
    return first_up();
}

}  // namespace hookline::app
