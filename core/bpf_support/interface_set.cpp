// SPDX-License-Identifier: MIT
#include "bpf_support/interface_set.hpp"

#include <fnmatch.h>
#include <net/if.h>

#include <algorithm>

namespace hookline::bpf {
namespace {

bool is_pattern(const std::string& text)
{
    return text.find_first_of("*?[") != std::string::npos;
}

bool matches(const std::string& pattern, const Interface& interface)
{
    return is_pattern(pattern) ? ::fnmatch(pattern.c_str(), interface.name.c_str(), 0) == 0 : pattern == interface.name;
}

}  // namespace

bool InterfaceSet::is_wanted(const Interface& interface) const
{
    return std::any_of(patterns_.begin(), patterns_.end(),
                       [&](const auto& pattern) { return matches(pattern, interface); });
}

void InterfaceSet::check_names(const std::vector<Interface>& present) const
{
    for (const auto& pattern : patterns_) {
        if (std::any_of(present.begin(), present.end(), [&](const auto& one) { return matches(pattern, one); }))
            continue;
        if (!is_pattern(pattern))
            throw Error("there is no interface \"" + pattern + "\"; there are " + names_of(present));
        host_.warn("no interface matches \"" + pattern + "\" yet; there are " + names_of(present));
    }
}

void InterfaceSet::start()
{
    const auto present = list_interfaces();
    check_names(present);
    for (const auto& interface : present) {
        if (is_named(interface))
            attach(interface);
        else if (is_wanted(interface))
            attach_or_warn(interface);
    }
}

bool InterfaceSet::is_named(const Interface& interface) const
{
    return std::find(patterns_.begin(), patterns_.end(), interface.name) != patterns_.end();
}

// The same refusal is said once, however often it is tried.
bool InterfaceSet::attach_or_warn(const Interface& interface)
{
    try {
        attach(interface);
        refusals_.erase(interface.index);
        return true;
    } catch (const std::exception& error) {
        auto& said = refusals_[interface.index];
        if (said != error.what()) host_.warn(std::string(error.what()) + "; trying again when an interface changes");
        said = error.what();
        return false;
    }
}

void InterfaceSet::attach(const Interface& interface)
{
    user_.attach(interface);
    attached_[interface.index] = interface;
    names_[interface.index] = interface.name;
}

void InterfaceSet::follow()
{
    const auto present = list_interfaces();
    forget_missing(present);
    for (const auto& interface : present) {
        if (attached_.contains(interface.index) || !is_wanted(interface)) continue;
        if (attach_or_warn(interface)) host_.info(interface.name + ": has appeared, attached");
    }
}

void InterfaceSet::forget_missing(const std::vector<Interface>& present)
{
    const auto is_there = [&present](std::uint32_t index) {
        return std::any_of(present.begin(), present.end(), [index](const auto& one) { return one.index == index; });
    };
    std::erase_if(refusals_, [&](const auto& entry) { return !is_there(entry.first); });
    std::erase_if(attached_, [&](const auto& entry) {
        const auto& interface = entry.second;
        if (is_there(interface.index)) return false;
        host_.warn(interface.name + ": the interface is gone; waiting for it to come back");
        user_.forget(interface);
        return true;
    });
}

hookline_string InterfaceSet::name_of(std::uint32_t ifindex)
{
    auto found = names_.find(ifindex);
    if (found == names_.end()) {
        char name[IF_NAMESIZE];
        if (::if_indextoname(ifindex, name) == nullptr) return {};
        found = names_.emplace(ifindex, name).first;
    }
    return to_abi(found->second);
}

}  // namespace hookline::bpf
