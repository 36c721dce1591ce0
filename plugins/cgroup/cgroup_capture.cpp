// SPDX-License-Identifier: MIT
#include "cgroup_capture.hpp"

#include "cgroup_schema.hpp"

namespace hookline::cgroup {
namespace {

constexpr const char* kDirections[] = {"both", "in", "out", nullptr};

constexpr hookline_option kOptions[] = {
    option::required(
        option::strings("paths", "cgroup v2 directories, absolute or below the mount; with all below them", nullptr)),
    option::choice("direction", "in is what the cgroups' sockets receive, out what they send", "\"both\"", kDirections),
    option::integer("max_entries", "flows between two drains; packets of more are counted in rows that say other",
                    "262144", 1, 67'108'864),
    packet_filter::kOption,
    bpf::kLabelsOption,
    bpf::kServerNamesOption,
    option::boolean("attribution", "say which process and cgroup a flow is of; false: one row a flow", "true"),
};
constexpr const hookline_schema* kStreams[] = {&kFlowSchema};

std::vector<Direction> directions_of(const std::string& choice)
{
    if (choice == "in") return {Direction::in};
    if (choice == "out") return {Direction::out};
    return {Direction::in, Direction::out};
}

}  // namespace

CgroupCapture::CgroupCapture(const Host& host, const Options& options)
    : host_(host),
      paths_(options.strings("paths")),
      directions_(directions_of(options.string("direction"))),
      knobs_{static_cast<std::uint32_t>(options.integer("max_entries")), bpf::payload_knobs(options),
             packet_filter::PacketFilter::for_ip_packets(options.string("filter")), options.boolean("attribution")}
{
    if (!knobs_.attribution) host_.use_schema(0, kOwnerlessFlowSchema);
    if (paths_.empty()) throw Error(HOOKLINE_INVALID, "paths is empty; name a cgroup, such as \"system.slice\"");
}

CgroupCapture::Running::Running(const Host& host, const CgroupCapture& capture, const std::filesystem::path& mount)
    : members(host, mount, capture.paths_),
      program(host, capture.knobs_),
      flows(host, program.flow_table(),
            bpf::FlowRows(host, 0, capture.knobs_.attribution ? kFlowSchema : kOwnerlessFlowSchema),
            [](std::uint32_t) { return hookline_string{}; }),
      payload(host, program.payload_maps())
{
    if (capture.knobs_.attribution) flows.add_details(owners.emplace(host, program.owners_fd()));
    flows.add_details(payload);
}

void CgroupCapture::start()
{
    auto running = std::make_unique<Running>(host_, *this, cgroup2_mount());
    if (knobs_.attribution) running->members.watch_sockets(running->program);
    running->members.attach(running->program, directions_);
    running_ = std::move(running);
}

hookline_status CgroupCapture::drain(std::size_t budget)
{
    if (!running_) return HOOKLINE_OK;
    if (!is_stopped_ && !running_->members.look()) {
        has_ended_ = true;
        stop();
    }
    const auto status = running_->flows.drain(budget);
    return has_ended_ && status == HOOKLINE_OK ? HOOKLINE_END : status;
}

// Detaching from a cgroup does not wait for programs that run.
void CgroupCapture::stop()
{
    if (!running_ || is_stopped_) return;
    is_stopped_ = true;
    running_->flows.close();
    running_->members.detach();
    running_->flows.finish(true);
}

}  // namespace hookline::cgroup

HOOKLINE_CAPTURE_PLUGIN(hookline::cgroup::CgroupCapture, "cgroup", HOOKLINE_VERSION, "MIT",
                        "flows of the processes in cgroups, by eBPF programs at their sockets",
                        hookline::cgroup::kOptions, hookline::cgroup::kStreams);
