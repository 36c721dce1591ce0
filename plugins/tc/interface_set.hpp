// SPDX-License-Identifier: MIT
// The interfaces that the configuration names, by name or pattern, as they come and go, and our hooks on them.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tc_attach.hpp"

namespace hookline::tc {

class InterfaceSet {
public:
    InterfaceSet(const Host& host, std::vector<std::string> patterns, Attacher attacher, TcProgram& program);

    // Attaches to those that are there. A plain name that is missing, or refuses us, is an Error; a pattern without a
    // match, and one of its matches that refuses us, is a warning.
    void start();
    // Attaches to what has appeared since, forgets what has gone. Complains in the log.
    void follow();
    // Detaches from all. True if that did not wait for the programs to end.
    bool detach();

    template <class Visit>
    void for_each_hook(Visit&& visit)
    {
        for (auto& [index, attached] : attached_)
            for (auto& hook : attached.hooks)
                visit(*hook);
    }

    // Also of those that are gone: their rows may come later.
    [[nodiscard]] hookline_string name_of(std::uint32_t ifindex) const;

private:
    struct Attached {
        bpf::Interface interface;
        std::vector<HookPtr> hooks;
    };

    [[nodiscard]] bool is_wanted(const bpf::Interface& interface) const;
    void check_names(const std::vector<bpf::Interface>& present) const;
    void forget_missing(const std::vector<bpf::Interface>& present);
    void attach(const bpf::Interface& interface);
    bool attach_or_warn(const bpf::Interface& interface);
    [[nodiscard]] bool is_named(const bpf::Interface& interface) const;

    Host host_;
    std::vector<std::string> patterns_;
    Attacher attacher_;
    TcProgram& program_;
    std::map<std::uint32_t, Attached> attached_;  // by ifindex
    std::map<std::uint32_t, std::string> names_;
};

}  // namespace hookline::tc
