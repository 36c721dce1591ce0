// SPDX-License-Identifier: MIT
#include "xdp_attach.hpp"

#include "dispatcher.hpp"
#include "driver.hpp"
#include "xdp_link.hpp"

namespace hookline::xdp {
namespace {

Mode mode_named(const std::string& name)
{
    return name == "generic" ? Mode::generic : name == "offload" ? Mode::offload : Mode::native;
}

const char* advice(Mode mode)
{
    switch (mode) {
    case Mode::native: return "; mode = \"generic\" works with every driver, mode = \"auto\" falls back to it";
    case Mode::generic: return "";
    case Mode::offload:
        return "; an offloaded program keeps its maps in the device, which hookline's are not made for: use mode = "
               "\"native\"";
    }
    return "";
}

// As ip(8) calls it.
const char* ip_word(Mode mode)
{
    return mode == Mode::native ? "xdpdrv" : mode == Mode::generic ? "xdpgeneric" : "xdpoffload";
}

[[noreturn]] void refuse(const bpf::Interface& interface, const Attached& there, const std::string& why)
{
    throw Error(interface.name + ": XDP " + there.text + " is attached in " + text_of(there.mode) +
                " mode, and the kernel takes one at a time; " + why +
                "; end what has attached it, or take away what was left behind (ip link set dev " + interface.name +
                " " + ip_word(there.mode) + " off), or count with the tc capture, which sees what it lets pass");
}

std::string parts_of(const Attached& there)
{
    std::string text;
    for (const auto& part : there.parts)
        text += (text.empty() ? "" : ", ") + part.text;
    return text;
}

void warn_before(const Host& host, const bpf::Interface& interface, const Driver& driver, Mode mode)
{
    if (mode == Mode::native && driver.can_reset_link())
        host.warn(interface.name + ": attaching natively; the driver " + driver.name +
                  " may reset the link for that, and again at the end; mode = \"generic\" does not");
}

void tell_after(const Host& host, const bpf::Interface& interface, const Driver& driver, Mode mode)
{
    if (mode == Mode::generic && driver.has_super_packets())
        host.warn(interface.name +
                  ": in generic mode a super-packet (TSO of the sender, GRO of a device below) counts as one packet");
    if (driver.takes_tags_out)
        host.info(interface.name +
                  ": VLAN tags that are taken out of a frame before XDP sees it are not counted; "
                  "ethtool -K " +
                  interface.name + " rxvlan off leaves those in that the device takes out");
}

}  // namespace

// Loading a program only to see whether the kernel takes it is slow: it is asked once.
const std::string& Attacher::why_no_dispatcher(const XdpProgram& program)
{
    if (!why_no_dispatcher_) why_no_dispatcher_ = program.why_no_extension();
    return *why_no_dispatcher_;
}

// Joins a dispatcher that is there; makes one only where that is asked for.
bool Attacher::use_dispatcher(const bpf::Interface& interface, const XdpProgram& program,
                              const std::optional<Attached>& there)
{
    if (choice_.dispatcher == "never") {
        if (there) refuse(interface, *there, "dispatcher = \"auto\" would join it if it were libxdp's");
        return false;
    }
    if (!there && choice_.dispatcher == "auto") return false;
    if (const auto& why_not = why_no_dispatcher(program); !why_not.empty()) {
        const auto what = "libxdp's dispatcher, through which several could share the hook, cannot be used: " + why_not;
        if (there) refuse(interface, *there, what);
        throw Error(interface.name + ": " + what + "; dispatcher = \"never\" does without");
    }
    if (!there) return true;
    if (!there->is_dispatcher)
        refuse(interface, *there,
               "it is not libxdp's dispatcher, through which several share the hook (xdp-loader load attaches by it)");
    host_.info(interface.name + ": found libxdp's dispatcher (id " + std::to_string(there->id) + ", " +
               text_of(there->mode) + " mode) with " + parts_of(*there));
    return true;
}

HookPtr Attacher::attach(const bpf::Interface& interface, const XdpProgram& program)
{
    remove_leftovers(host_, interface);
    const auto there = look_at(host_, interface);
    const bool dispatcher = use_dispatcher(interface, program, there);
    if (dispatcher && !claim_) claim_ = claim_parts(program);
    // The kernel takes no second mode beside the one that is in use.
    if (there && choice_.mode == "auto") return attach_in(there->mode, interface, program, dispatcher);
    if (there && mode_named(choice_.mode) != there->mode)
        throw Error(interface.name + ": libxdp's dispatcher is attached in " + text_of(there->mode) +
                    " mode, which excludes mode = \"" + choice_.mode + "\"");
    if (choice_.mode == "auto") return attach_auto(interface, program, dispatcher);
    try {
        return attach_in(mode_named(choice_.mode), interface, program, dispatcher);
    } catch (const std::exception& error) {
        throw Error(error.what() + std::string(advice(mode_named(choice_.mode))));
    }
}

HookPtr Attacher::attach_auto(const bpf::Interface& interface, const XdpProgram& program, bool dispatcher)
{
    std::string refusal;
    try {
        return attach_in(Mode::native, interface, program, dispatcher);
    } catch (const std::exception& error) {
        refusal = error.what();
    }
    host_.warn(refusal + "; taking generic mode instead");
    try {
        return attach_in(Mode::generic, interface, program, dispatcher);
    } catch (const std::exception& error) {
        throw Error(refusal + "; and " + error.what());
    }
}

HookPtr Attacher::attach_in(Mode mode, const bpf::Interface& interface, const XdpProgram& program, bool dispatcher)
{
    const auto driver = driver_of(interface.name);
    warn_before(host_, interface, driver, mode);
    HookPtr hook;
    if (dispatcher)
        hook = std::make_unique<DispatcherHook>(host_, interface, program, mode, choice_.priority);
    else
        hook = std::make_unique<XdpLink>(host_, interface, program.fd(), mode);
    host_.info(interface.name + ": attached in " + text_of(mode) + " mode" +
               (program.has_multi_buffer() ? ", frames in several buffers too" : ""));
    tell_after(host_, interface, driver, mode);
    return hook;
}

}  // namespace hookline::xdp
