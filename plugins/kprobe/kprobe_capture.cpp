// SPDX-License-Identifier: MIT
#include "kprobe_capture.hpp"

#include "kprobe_schema.hpp"

namespace hookline::kprobe {
namespace {

constexpr const char* kMechanisms[] = {"auto", "tracepoint", "fexit", "kprobe", nullptr};

constexpr hookline_option kOptions[] = {
    option::choice("mechanism", "how calls are seen; auto takes the first of these that the kernel has", "\"auto\"",
                   kMechanisms),
    option::integer("max_entries", "flows between two drains; calls of more are counted in a row that says other",
                    "65536", 1, 16'777'216),
};
constexpr const hookline_schema* kStreams[] = {&kFlowSchema};

}  // namespace

KprobeCapture::KprobeCapture(const Host& host, const Options& options)
    : host_(host),
      knobs_{static_cast<std::uint32_t>(options.integer("max_entries")),
             bpf::mechanism_named(options.string("mechanism"))}
{
}

KprobeCapture::Running::Running(const Host& host, const bpf::SocketKnobs& knobs)
    : program(host, knobs),
      flows(host, program.flow_table(), bpf::FlowRows(host, 0, kFlowSchema),
            [](std::uint32_t) { return hookline_string{}; }),
      owners(host, program.owners_fd()),
      sockets(host, !program.choices().packets.programs.empty()),
      around(host, program)
{
    flows.add_details(owners);
    flows.add_details(sockets);
}

void KprobeCapture::start()
{
    auto running = std::make_unique<Running>(host_, knobs_);
    running->links = running->program.attach(host_);
    running_ = std::move(running);
}

hookline_status KprobeCapture::drain(std::size_t budget)
{
    if (!running_) return HOOKLINE_OK;
    count_missed();
    if (!is_stopped_ && running_->flows.is_idle()) running_->around.tick();
    return running_->flows.drain(budget);
}

// Of such a call nothing is known but that there was one.
void KprobeCapture::count_missed()
{
    const auto missed = running_->program.missed() + running_->links.missed();
    if (missed == missed_) return;
    host_.count(HOOKLINE_SEEN, nullptr, missed - missed_, 0);
    host_.count(HOOKLINE_LOST, "missed", missed - missed_, 0);
    missed_ = missed;
}

void KprobeCapture::stop()
{
    if (!running_ || is_stopped_) return;
    is_stopped_ = true;
    running_->around.look(true);
    running_->flows.close();
    running_->links.clear();
    running_->flows.finish(true);
}

}  // namespace hookline::kprobe

HOOKLINE_CAPTURE_PLUGIN(hookline::kprobe::KprobeCapture, "kprobe", HOOKLINE_VERSION, "MIT",
                        "what processes send and receive, by eBPF programs at their calls", hookline::kprobe::kOptions,
                        hookline::kprobe::kStreams);
