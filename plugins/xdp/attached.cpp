// SPDX-License-Identifier: MIT
#include "attached.hpp"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <string_view>

#include "bpf_support/program_info.hpp"
#include "bpf_support/unique_fd.hpp"
#include "libxdp.hpp"

namespace hookline::xdp {
namespace {

Part part_of(const xdp_program* program)
{
    char actions[100] = "";
    xdp_program__print_chain_call_actions(program, actions, sizeof actions);
    const auto id = xdp_program__id(program);
    const std::string goes_on = *actions == '\0' ? "ends the chain" : std::string("goes on after ") + actions;
    return {id, std::string("program ") + xdp_program__name(program) + " (id " + std::to_string(id) + ", priority " +
                    std::to_string(xdp_program__run_prio(program)) + ", " + goes_on + ")"};
}

// The hook of the driver and that of the stack exclude each other; an offloaded program may be there besides.
Attached attached_of(const bpf_xdp_query_opts& found)
{
    if (found.drv_prog_id != 0) return {.mode = Mode::native, .id = found.drv_prog_id};
    if (found.skb_prog_id != 0) return {.mode = Mode::generic, .id = found.skb_prog_id};
    return {.mode = Mode::offload, .id = found.hw_prog_id};
}

// libxdp 1.3 leaves a descriptor open each time that it looks: it is asked only about its own.
bool may_be_dispatcher(std::uint32_t program_id)
{
    const bpf::UniqueFd program(bpf_prog_get_fd_by_id(program_id));
    return program && std::string_view(bpf::program_info(program.get()).name) == "xdp_dispatcher";
}

std::vector<Part> parts_of(const xdp_multiprog& multiprog)
{
    std::vector<Part> parts;
    const xdp_program* part = nullptr;
    while ((part = xdp_multiprog__next_prog(part, &multiprog)) != nullptr)
        parts.push_back(part_of(part));
    return parts;
}

}  // namespace

std::optional<Attached> look_at(const Host& host, const bpf::Interface& interface)
{
    const auto ifindex = static_cast<int>(interface.index);
    const LibxdpLog log(host);
    LIBBPF_OPTS(bpf_xdp_query_opts, found);
    if (const int error = bpf_xdp_query(ifindex, 0, &found); error != 0)
        throw Error(interface.name + ": cannot ask what is attached to it: " + bpf::kernel_words(error));
    auto attached = attached_of(found);
    if (attached.id == 0) return std::nullopt;
    attached.text = bpf::describe_program(attached.id);
    if (!may_be_dispatcher(attached.id)) return attached;

    const Multiprog multiprog(valid(xdp_multiprog__get_from_ifindex(ifindex)));
    attached.is_dispatcher = multiprog != nullptr && !xdp_multiprog__is_legacy(multiprog.get());
    if (attached.is_dispatcher) attached.parts = parts_of(*multiprog);
    return attached;
}

}  // namespace hookline::xdp
