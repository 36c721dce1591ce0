// SPDX-License-Identifier: MIT
// Puts our program on an interface: by a link of its own, or through libxdp's dispatcher.
#pragma once

#include <hookline/plugin.hpp>

#include <optional>
#include <string>

#include "attached.hpp"
#include "bpf_support/unique_fd.hpp"
#include "hook.hpp"
#include "xdp_program.hpp"

namespace hookline::xdp {

struct AttachChoice {
    std::string mode = "auto";        // "auto", "native", "generic", "offload"
    std::string dispatcher = "auto";  // "auto", "always", "never"
    unsigned priority = 1;            // in the dispatcher
};

class Attacher {
public:
    Attacher(const Host& host, AttachChoice choice) : host_(host), choice_(std::move(choice)) {}

    // Says what it finds there, and what it chooses. Throws Error, and then nothing is attached.
    HookPtr attach(const bpf::Interface& interface, const XdpProgram& program);

private:
    bool use_dispatcher(const bpf::Interface& interface, const XdpProgram& program,
                        const std::optional<Attached>& there);
    const std::string& why_no_dispatcher(const XdpProgram& program);
    HookPtr attach_auto(const bpf::Interface& interface, const XdpProgram& program, bool dispatcher);
    HookPtr attach_in(Mode mode, const bpf::Interface& interface, const XdpProgram& program, bool dispatcher);

    Host host_;
    AttachChoice choice_;
    std::optional<std::string> why_no_dispatcher_;  // empty: it works
    bpf::UniqueFd claim_;  // made when the first dispatcher is used
};

}  // namespace hookline::xdp
