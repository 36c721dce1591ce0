// SPDX-License-Identifier: MIT
#include "xdp_capture.hpp"

#include <hookline/flow_schema.h>

namespace hookline::xdp {
namespace {

constexpr const char* kModes[] = {"auto", "native", "generic", "offload", nullptr};
constexpr const char* kDispatcher[] = {"auto", "always", "never", nullptr};
constexpr const char* kMultiBuffer[] = {"auto", "never", nullptr};

constexpr hookline_option kOptions[] = {
    option::required(option::strings("interfaces", "names or patterns (\"veth*\") of interfaces to count on", nullptr)),
    option::choice("mode", "native is in the driver, generic in the stack; auto takes generic where native is refused",
                   "\"auto\"", kModes),
    option::choice("dispatcher",
                   "libxdp's, which lets several programs share an interface; auto joins one that is there", "\"auto\"",
                   kDispatcher),
    option::integer("priority", "in that dispatcher: the lowest is called first", "1", 0, 2'147'483'647),
    option::choice("multi_buffer", "frames in several buffers (MTU 9000); auto takes them where the kernel can",
                   "\"auto\"", kMultiBuffer),
    option::boolean("no_arp", "leave ARP and RARP out; they are counted as filtered", "false"),
    packet_filter::kOption,
    option::integer("max_entries", "flows between two drains; of more, the heavy ones keep their rows", "262144", 1,
                    67'108'864),
    bpf::kLabelsOption,
    bpf::kServerNamesOption,
};
constexpr const hookline_schema* kStreams[] = {&hookline_flow_schema};

}  // namespace

XdpCapture::XdpCapture(const Host& host, const Options& options)
    : host_(host),
      patterns_(options.strings("interfaces")),
      choice_{options.string("mode"), options.string("dispatcher"), static_cast<unsigned>(options.integer("priority"))},
      knobs_{options.boolean("no_arp"), static_cast<std::uint32_t>(options.integer("max_entries")),
             bpf::payload_knobs(options), options.string("multi_buffer") != "never",
             packet_filter::PacketFilter(options.string("filter"))}
{
    if (patterns_.empty()) throw Error(HOOKLINE_INVALID, "interfaces is empty; name one, or a pattern like \"eth*\"");
}

XdpCapture::Running::Running(const Host& host, const XdpCapture& capture)
    : program(host, capture.knobs_),
      hooks(Attacher(host, capture.choice_), program),
      interfaces(host, capture.patterns_, hooks),
      flows(host, program.flow_table(), bpf::FlowRows(host, 0, hookline_flow_schema),
            [this](std::uint32_t ifindex) { return interfaces.name_of(ifindex); }),
      payload(host, program.payload_maps())
{
    flows.add_details(payload);
}

void XdpCapture::start()
{
    auto running = std::make_unique<Running>(host_, *this);
    running->interfaces.start();
    // The events were subscribed to before the interfaces were listed: none is missed in between.
    running->watch.emplace(host_, running->events.fd(), HOOKLINE_READABLE, [this](std::uint32_t) {
        if (running_->events.take()) running_->interfaces.follow();
    });
    running_ = std::move(running);
}

hookline_status XdpCapture::drain(std::size_t budget)
{
    return running_ ? running_->flows.drain(budget) : HOOKLINE_OK;
}

// Detaching waits for the program to end with some drivers and not with others.
void XdpCapture::stop()
{
    if (!running_) return;
    running_->watch.reset();
    running_->flows.close();
    running_->hooks.detach();
    running_->flows.finish(true);
}

}  // namespace hookline::xdp

HOOKLINE_CAPTURE_PLUGIN(hookline::xdp::XdpCapture, "xdp", HOOKLINE_VERSION, "MIT",
                        "incoming flows of network interfaces, by an eBPF program at their XDP hook",
                        hookline::xdp::kOptions, hookline::xdp::kStreams);
