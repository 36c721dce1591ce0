// SPDX-License-Identifier: MIT
// The interfaces that a configuration names, by name or pattern, as they come and go.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bpf_support/interfaces.hpp"

namespace hookline::bpf {

// What a capture does with its interfaces.
class InterfaceUser {
public:
    InterfaceUser() = default;
    virtual ~InterfaceUser() = default;
    InterfaceUser(const InterfaceUser&) = delete;
    InterfaceUser& operator=(const InterfaceUser&) = delete;
    InterfaceUser(InterfaceUser&&) = delete;
    InterfaceUser& operator=(InterfaceUser&&) = delete;

    // Throws Error; then nothing is attached there.
    virtual void attach(const Interface& interface) = 0;
    // The interface is gone, and what was attached to it.
    virtual void forget(const Interface& interface) = 0;
};

class InterfaceSet {
public:
    InterfaceSet(const Host& host, std::vector<std::string> patterns, InterfaceUser& user)
        : host_(host), patterns_(std::move(patterns)), user_(user)
    {
    }

    // Attaches to those that are there. A plain name that is missing, or refuses us, is an Error; a pattern without a
    // match, and one of its matches that refuses us, is a warning.
    void start();
    // Attaches to what has appeared since, forgets what has gone. Complains in the log.
    void follow();

    // Also of those that are gone, whose rows may come later, and of a bond's ports, where XDP sees the bond's packets.
    [[nodiscard]] hookline_string name_of(std::uint32_t ifindex);

private:
    [[nodiscard]] bool is_wanted(const Interface& interface) const;
    [[nodiscard]] bool is_named(const Interface& interface) const;
    void check_names(const std::vector<Interface>& present) const;
    void forget_missing(const std::vector<Interface>& present);
    void attach(const Interface& interface);
    bool attach_or_warn(const Interface& interface);

    Host host_;
    std::vector<std::string> patterns_;
    InterfaceUser& user_;
    std::map<std::uint32_t, Interface> attached_;  // by ifindex
    std::map<std::uint32_t, std::string> refusals_;  // what was said of those that refused us
    std::map<std::uint32_t, std::string> names_;
};

}  // namespace hookline::bpf
