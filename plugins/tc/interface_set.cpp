// SPDX-License-Identifier: MIT
#include "interface_set.hpp"

#include <fnmatch.h>

#include <algorithm>

namespace hookline::tc {
namespace {

bool is_pattern(const std::string& text)
{
    return text.find_first_of("*?[") != std::string::npos;
}

bool matches(const std::string& pattern, const bpf::Interface& interface)
{
    return is_pattern(pattern) ? ::fnmatch(pattern.c_str(), interface.name.c_str(), 0) == 0 : pattern == interface.name;
}

}  // namespace

InterfaceSet::InterfaceSet(const Host& host, std::vector<std::string> patterns, Attacher attacher, TcProgram& program)
    : host_(host), patterns_(std::move(patterns)), attacher_(std::move(attacher)), program_(program)
{
}

bool InterfaceSet::is_wanted(const bpf::Interface& interface) const
{
    return std::any_of(patterns_.begin(), patterns_.end(),
                       [&](const auto& pattern) { return matches(pattern, interface); });
}

void InterfaceSet::check_names(const std::vector<bpf::Interface>& present) const
{
    for (const auto& pattern : patterns_) {
        if (std::any_of(present.begin(), present.end(), [&](const auto& one) { return matches(pattern, one); }))
            continue;
        if (!is_pattern(pattern))
            throw Error("there is no interface \"" + pattern + "\"; there are " + bpf::names_of(present));
        host_.warn("no interface matches \"" + pattern + "\" yet; there are " + bpf::names_of(present));
    }
}

void InterfaceSet::start()
{
    const auto present = bpf::list_interfaces();
    check_names(present);
    for (const auto& interface : present) {
        if (is_named(interface))
            attach(interface);
        else if (is_wanted(interface))
            attach_or_warn(interface);
    }
}

bool InterfaceSet::is_named(const bpf::Interface& interface) const
{
    return std::find(patterns_.begin(), patterns_.end(), interface.name) != patterns_.end();
}

bool InterfaceSet::attach_or_warn(const bpf::Interface& interface)
{
    try {
        attach(interface);
        return true;
    } catch (const std::exception& error) {
        host_.warn(std::string(error.what()) + "; trying again when an interface changes");
        return false;
    }
}

void InterfaceSet::attach(const bpf::Interface& interface)
{
    program_.add_link_kind(interface);
    attached_[interface.index] = {interface, attacher_.attach(interface, program_)};
    names_[interface.index] = interface.name;
}

void InterfaceSet::follow()
{
    const auto present = bpf::list_interfaces();
    forget_missing(present);
    for (const auto& interface : present) {
        if (attached_.contains(interface.index) || !is_wanted(interface)) continue;
        if (attach_or_warn(interface)) host_.info(interface.name + ": has appeared, attached");
    }
}

void InterfaceSet::forget_missing(const std::vector<bpf::Interface>& present)
{
    std::erase_if(attached_, [&](const auto& entry) {
        const auto& interface = entry.second.interface;
        const bool is_there =
            std::any_of(present.begin(), present.end(), [&](const auto& one) { return one.index == interface.index; });
        if (is_there) return false;
        host_.warn(interface.name + ": the interface is gone; waiting for it to come back");
        program_.remove_link_kind(interface);
        return true;
    });
}

bool InterfaceSet::detach()
{
    bool must_wait = false;
    for_each_hook([&](Hook& hook) { must_wait |= !hook.waits_on_detach(); });
    attached_.clear();
    return must_wait;
}

hookline_string InterfaceSet::name_of(std::uint32_t ifindex) const
{
    const auto found = names_.find(ifindex);
    return found == names_.end() ? hookline_string{} : to_abi(found->second);
}

}  // namespace hookline::tc
