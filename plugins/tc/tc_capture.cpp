// SPDX-License-Identifier: MIT
#include "tc_capture.hpp"

#include <hookline/flow_schema.h>

#include "clsact_hook.hpp"

namespace hookline::tc {
namespace {

constexpr const char* kWays[] = {"auto", "tcx", "clsact", nullptr};
constexpr const char* kDirections[] = {"both", "in", "out", nullptr};

constexpr hookline_option kOptions[] = {
    option::required(option::strings("interfaces", "names or patterns (\"veth*\") of interfaces to count on", nullptr)),
    option::choice("attach", "tcx needs Linux 6.6; auto takes clsact where it is missing", "\"auto\"", kWays),
    option::choice("direction", "in is what the interface receives, out what it sends", "\"both\"", kDirections),
    option::boolean("no_arp", "leave ARP and RARP out; they are counted as filtered", "false"),
    packet_filter::kOption,
    option::integer("max_entries", "flows between two drains; of more, the heavy ones keep their rows", "262144", 1,
                    67'108'864),
    bpf::kLabelsOption,
    bpf::kServerNamesOption,
    bpf::kAttributionOption,
};
constexpr const hookline_schema* kStreams[] = {&hookline_socket_flow_schema};

std::vector<Direction> directions_of(const std::string& choice)
{
    if (choice == "in") return {Direction::in};
    if (choice == "out") return {Direction::out};
    return {Direction::in, Direction::out};
}

}  // namespace

TcCapture::TcCapture(const Host& host, const Options& options)
    : host_(host),
      patterns_(options.strings("interfaces")),
      choice_{options.string("attach"), directions_of(options.string("direction"))},
      knobs_{options.boolean("no_arp"), static_cast<std::uint32_t>(options.integer("max_entries")),
             bpf::payload_knobs(options), packet_filter::PacketFilter(options.string("filter")),
             options.boolean("attribution")}
{
    if (patterns_.empty()) throw Error(HOOKLINE_INVALID, "interfaces is empty; name one, or a pattern like \"eth*\"");
    if (!knobs_.attribution) host_.use_schema(0, hookline_flow_schema);
}

TcCapture::Running::Running(const Host& host, const TcCapture& capture)
    : program(host, capture.knobs_),
      hooks(Attacher(host, capture.choice_), program),
      interfaces(host, capture.patterns_, hooks),
      flows(host, program.flow_table(), bpf::FlowRows(host, 0, capture.schema()),
            [this](std::uint32_t ifindex) { return interfaces.name_of(ifindex); }),
      payload(host, program.payload_maps()),
      heads(host)
{
    flows.add_details(payload);
    if (!capture.knobs_.attribution) return;
    attribution.emplace(host);
    flows.add_details(*attribution);
}

const hookline_schema& TcCapture::schema() const
{
    return knobs_.attribution ? hookline_socket_flow_schema : hookline_flow_schema;
}

void TcCapture::start()
{
    auto running = std::make_unique<Running>(host_, *this);
    for (const auto& line : remove_stale_filters(bpf::list_interfaces()))
        host_.warn(line);
    running->interfaces.start();
    // The events were subscribed to before the interfaces were listed: none is missed in between.
    running->watch.emplace(host_, running->events.fd(), HOOKLINE_READABLE, [this](std::uint32_t) {
        if (running_->events.take()) running_->interfaces.follow();
    });
    running_ = std::move(running);
}

hookline_status TcCapture::drain(std::size_t budget)
{
    if (!running_) return HOOKLINE_OK;
    if (running_->flows.is_idle()) running_->hooks.for_each([this](Hook& hook) { running_->heads.look_at(hook); });
    return running_->flows.drain(budget);
}

void TcCapture::stop()
{
    if (!running_) return;
    running_->watch.reset();
    running_->flows.close();
    const bool must_wait = running_->hooks.detach();
    if (running_->attribution) running_->attribution->stop();
    running_->flows.finish(must_wait);
}

}  // namespace hookline::tc

HOOKLINE_CAPTURE_PLUGIN(hookline::tc::TcCapture, "tc", HOOKLINE_VERSION, "MIT",
                        "flows through network interfaces, by eBPF programs at their tc hooks", hookline::tc::kOptions,
                        hookline::tc::kStreams);
