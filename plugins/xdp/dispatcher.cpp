// SPDX-License-Identifier: MIT
#include "dispatcher.hpp"

#include <bpf/bpf.h>

#include <array>
#include <filesystem>

#include "attached.hpp"
#include "bpf_support/claim.hpp"
#include "bpf_support/program_info.hpp"

namespace hookline::xdp {
namespace {

constexpr const char* kCpusMap = "hl_cpus";

xdp_attach_mode libxdp_mode(Mode mode)
{
    return mode == Mode::native ? XDP_MODE_NATIVE : mode == Mode::generic ? XDP_MODE_SKB : XDP_MODE_HW;
}

bpf_map_info map_info(int map_fd)
{
    bpf_map_info info{};
    std::uint32_t size = sizeof info;
    bpf_map_get_info_by_fd(map_fd, &info, &size);
    return info;
}

// A map, because its number is known before the program exists: there is no moment in which a part is not marked.
bpf::UniqueFd claim_of(std::uint32_t map_id)
{
    return bpf::claim("hookline-xdp-" + std::to_string(map_id));
}

// The number of the map that the program counts in; 0 if it is not hookline's.
std::uint32_t own_map_of(std::uint32_t program_id)
{
    const bpf::UniqueFd program(bpf_prog_get_fd_by_id(program_id));
    std::array<std::uint32_t, 64> ids{};
    bpf_prog_info info{};
    info.map_ids = reinterpret_cast<std::uintptr_t>(ids.data());
    info.nr_map_ids = ids.size();
    std::uint32_t size = sizeof info;
    if (!program || bpf_prog_get_info_by_fd(program.get(), &info, &size) != 0) return 0;
    if (std::string_view(info.name) != XdpProgram::kName) return 0;
    for (std::size_t map = 0; map < std::min<std::size_t>(info.nr_map_ids, ids.size()); ++map) {
        const bpf::UniqueFd fd(bpf_map_get_fd_by_id(ids[map]));
        if (fd && std::string_view(map_info(fd.get()).name) == kCpusMap) return ids[map];
    }
    return 0;
}

// A dispatcher holds on to its parts by files of this folder, also when its interface is gone.
void remove_pins(const bpf::Interface& interface, std::uint32_t dispatcher_id)
{
    const auto* mount = std::getenv(XDP_BPFFS_ENVVAR);
    const auto folder = "dispatch-" + std::to_string(interface.index) + "-" + std::to_string(dispatcher_id);
    std::error_code ignored;
    std::filesystem::remove_all(std::filesystem::path(mount ? mount : "/sys/fs/bpf") / "xdp" / folder, ignored);
}

}  // namespace

bpf::UniqueFd claim_parts(const XdpProgram& program)
{
    return claim_of(map_info(program.flow_table().cpus).id);
}

void remove_leftovers(const Host& host, const bpf::Interface& interface)
{
    const auto attached = look_at(host, interface);
    if (!attached) return;
    const LibxdpLog log(host);
    for (const auto& part : attached->parts) {
        const auto map = own_map_of(part.id);
        if (map == 0 || !claim_of(map)) continue;
        const bpf::UniqueFd fd(bpf_prog_get_fd_by_id(part.id));
        const XdpProgramPtr program(valid(xdp_program__from_fd(fd.get())));
        const int error =
            program ? xdp_program__detach(program.get(), static_cast<int>(interface.index), XDP_MODE_UNSPEC, 0)
                    : -ENOENT;
        const auto what = interface.name + ": " + part.text + " of a killed hookline in libxdp's dispatcher: ";
        host.warn(what + (error == 0 ? "removed" : "cannot be removed: " + bpf::kernel_words(error)));
    }
}

DispatcherHook::DispatcherHook(const Host& host, const bpf::Interface& interface, const XdpProgram& program, Mode mode,
                               unsigned priority)
    : host_(host), interface_(interface), object_(program.reopen())
{
    const LibxdpLog log(host_);
    DECLARE_LIBXDP_OPTS(xdp_program_opts, options, .obj = object_.get(), .prog_name = XdpProgram::kName);
    program_.reset(valid(xdp_program__create(&options)));
    if (!program_) throw Error("libxdp does not take the program");
    xdp_program__set_run_prio(program_.get(), priority);
    xdp_program__set_xdp_frags_support(program_.get(), program.has_multi_buffer());
    attach(mode);
    check_and_tell(mode);
}

void DispatcherHook::attach(Mode mode)
{
    const LibxdpLog log(host_);
    const int error = xdp_program__attach(program_.get(), static_cast<int>(interface_.index), libxdp_mode(mode), 0);
    if (error == 0) return;
    const auto& words = log.kernel_message();
    throw Error(interface_.name + ": attaching to libxdp's dispatcher in " + text_of(mode) +
                " mode failed: " + bpf::kernel_words(error) + (words.empty() ? "" : ": \"" + words + "\""));
}

// Where it cannot make a dispatcher, libxdp attaches the program alone, which is not what was asked for.
void DispatcherHook::check_and_tell(Mode mode)
{
    const auto attached = look_at(host_, interface_);
    if (!attached || !attached->is_dispatcher) {
        xdp_program__detach(program_.get(), static_cast<int>(interface_.index), libxdp_mode(mode), 0);
        throw Error(interface_.name +
                    ": libxdp cannot make its dispatcher here; run with --log-level=debug for its words");
    }
    dispatcher_id_ = attached->id;
    const auto own = xdp_program__id(program_.get());
    std::string order;
    for (const auto& part : attached->parts)
        order += (order.empty() ? "" : ", then ") + part.text;
    host_.info(interface_.name + ": libxdp's dispatcher (id " + std::to_string(attached->id) + ", " +
               text_of(attached->mode) + " mode) calls " + order);
    for (const auto& part : attached->parts) {
        if (part.id == own) break;
        host_.warn(interface_.name + ": " + part.text +
                   " comes before hookline: what it does not pass on is not counted; priority sets the order");
    }
}

DispatcherHook::~DispatcherHook()
{
    try {
        const LibxdpLog log(host_);
        const auto ifindex = static_cast<int>(interface_.index);
        const int error = xdp_program__detach(program_.get(), ifindex, XDP_MODE_UNSPEC, 0);
        if (error == -ENODEV || error == -ENOENT)  // the interface is gone, or another has taken the dispatcher away
            remove_pins(interface_, dispatcher_id_);
        else if (error != 0)
            host_.error(interface_.name + ": cannot leave libxdp's dispatcher: " + bpf::kernel_words(error));
    } catch (const std::exception& error) {
        host_.error(error.what());
    }
}

}  // namespace hookline::xdp
