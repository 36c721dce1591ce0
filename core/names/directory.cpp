// SPDX-License-Identifier: MIT
#include "names/directory.hpp"

namespace hookline::names {

Directory::Directory(const std::string& who, const config::Names& wanted, std::unique_ptr<Resolver> resolver)
    : options(wanted)
{
    if (options.dns) hosts.emplace(std::move(resolver));
    if (options.services) services.emplace();
    if (options.interface_aliases || !options.interfaces.empty()) interfaces.emplace(who, options);
}

void Directory::begin_round()
{
    if (hosts) hosts->begin_round();
    if (interfaces) interfaces->begin_round();
}

}  // namespace hookline::names
