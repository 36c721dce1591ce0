// SPDX-License-Identifier: MIT
#include "clsact_hook.hpp"

#include <bpf/libbpf.h>
#include <hookline/plugin.hpp>
#include <linux/if_ether.h>

#include <algorithm>

#include "bpf_support/errors.hpp"

namespace hookline::tc {
namespace {

constexpr Direction kDirections[] = {Direction::in, Direction::out};

bpf_tc_hook tc_hook(int ifindex, int attach_points)
{
    LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = ifindex, .attach_point = static_cast<bpf_tc_attach_point>(attach_points));
    return hook;
}

bpf_tc_hook tc_hook(int ifindex, Direction direction)
{
    return tc_hook(ifindex, direction == Direction::in ? BPF_TC_INGRESS : BPF_TC_EGRESS);
}

bool has_clsact(std::uint32_t ifindex)
{
    const auto all = list_clsact_interfaces();
    return std::find(all.begin(), all.end(), ifindex) != all.end();
}

bool has_filters(int ifindex)
{
    return std::any_of(std::begin(kDirections), std::end(kDirections),
                       [ifindex](Direction direction) { return !list_filters(ifindex, direction).empty(); });
}

// Another hookline made it and still uses it: the last to leave removes it.
bool is_made_by_another(int ifindex)
{
    for (const auto direction : kDirections)
        for (const auto& filter : list_filters(ifindex, direction))
            if (is_hookline_filter(filter) && (filter.handle & kMadeQdisc) != 0) return true;
    return false;
}

void remove_qdisc_if_unused(int ifindex)
{
    auto both = tc_hook(ifindex, BPF_TC_INGRESS | BPF_TC_EGRESS);
    if (!has_filters(ifindex)) bpf_tc_hook_destroy(&both);
}

void remove_filter(int ifindex, Direction direction, std::uint16_t pref, std::uint32_t handle)
{
    auto hook = tc_hook(ifindex, direction);
    LIBBPF_OPTS(bpf_tc_opts, options, .handle = handle, .priority = pref);
    bpf_tc_detach(&hook, &options);
}

// Filters of one pref are of one kind and protocol. Among bpf filters of one pref the newest is asked first, so ours
// need not keep away from theirs.
std::uint16_t lowest_pref(const std::vector<Filter>& filters)
{
    std::uint16_t pref = 1;
    for (const auto& filter : filters)
        if (filter.chain == 0 && filter.pref == pref && (filter.kind != "bpf" || filter.protocol != ETH_P_ALL)) ++pref;
    return pref;
}

}  // namespace

ClsactQdisc::ClsactQdisc(const bpf::Interface& interface) : ifindex_(static_cast<int>(interface.index))
{
    if (has_clsact(interface.index)) {
        made_ = is_made_by_another(ifindex_);
        return;
    }
    auto both = tc_hook(ifindex_, BPF_TC_INGRESS | BPF_TC_EGRESS);
    if (const int error = bpf_tc_hook_create(&both); error != 0)
        throw Error(
            interface.name + ": cannot add a clsact qdisc: " + bpf::kernel_words(error) +
            (error == -EEXIST ? "; an ingress qdisc is in its place (tc qdisc show dev " + interface.name + ")" : ""));
    made_ = true;
}

ClsactQdisc::~ClsactQdisc()
{
    try {
        if (made_) remove_qdisc_if_unused(ifindex_);
    } catch (const std::exception&) {  // the interface is gone, and the qdisc with it
    }
}

ClsactHook::ClsactHook(HookPoint point, int program_fd, std::shared_ptr<ClsactQdisc> qdisc, const ClsactOwner& owner)
    : Hook(std::move(point)),
      program_fd_(program_fd),
      qdisc_(std::move(qdisc)),
      handle_(owner.id() | (qdisc_->made_by_hookline() ? kMadeQdisc : 0))
{
    attach();
}

ClsactHook::~ClsactHook()
{
    detach();
}

void ClsactHook::attach()
{
    const auto pref = lowest_pref(list_filters(point().ifindex(), point().direction));
    auto hook = tc_hook(point().ifindex(), point().direction);
    LIBBPF_OPTS(bpf_tc_opts, options, .prog_fd = program_fd_, .handle = handle_, .priority = pref);
    if (const int error = bpf_tc_attach(&hook, &options); error != 0)
        throw Error(point().text() + ": clsact attach at pref " + std::to_string(pref) +
                    " failed: " + bpf::kernel_words(error));
    pref_ = pref;
}

void ClsactHook::detach()
{
    if (pref_ != 0) remove_filter(point().ifindex(), point().direction, pref_, handle_);
    pref_ = 0;
}

std::string ClsactHook::ahead_of_us()
{
    const auto filters = list_filters(point().ifindex(), point().direction);
    const bool is_ahead = !filters.empty() && filters.front().handle != handle_;
    return is_ahead ? filters.front().text() : "";
}

void ClsactHook::move_to_head()
{
    detach();
    attach();
}

std::vector<std::string> remove_stale_filters(const std::vector<bpf::Interface>& interfaces)
{
    std::vector<std::string> said;
    for (const auto index : list_clsact_interfaces()) {
        const auto ifindex = static_cast<int>(index);
        std::size_t removed = 0;
        bool made = false;
        for (const auto direction : kDirections)
            for (const auto& filter : list_filters(ifindex, direction)) {
                if (!is_hookline_filter(filter) || has_living_owner(filter)) continue;
                remove_filter(ifindex, direction, filter.pref, filter.handle);
                made |= (filter.handle & kMadeQdisc) != 0;
                ++removed;
            }
        if (removed == 0) continue;
        if (made) remove_qdisc_if_unused(ifindex);
        const auto found =
            std::find_if(interfaces.begin(), interfaces.end(), [index](const auto& i) { return i.index == index; });
        said.push_back((found != interfaces.end() ? found->name : "interface " + std::to_string(index)) + ": removed " +
                       std::to_string(removed) + " filters that a killed hookline had left behind");
    }
    return said;
}

}  // namespace hookline::tc
