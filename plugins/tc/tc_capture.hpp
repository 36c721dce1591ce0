// SPDX-License-Identifier: MIT
// The plugin: what the host calls.
#pragma once

#include <hookline/capture.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bpf_support/flow_drain.hpp"
#include "bpf_support/interface_set.hpp"
#include "bpf_support/interfaces.hpp"
#include "bpf_support/payload_details.hpp"
#include "bpf_support/sockets/attribution.hpp"
#include "head_watch.hpp"
#include "hook_set.hpp"
#include "tc_program.hpp"

namespace hookline::tc {

class TcCapture : public Capture {
public:
    TcCapture(const Host& host, const Options& options);

    void start() override;
    hookline_status drain(std::size_t budget) override;
    void stop() override;
    static hookline_status probe(const std::function<void(const std::string&)>& say);

private:
    // What exists from start() on, in the order in which it is made. Gone with the capture, not at stop(): what was
    // seen is drained afterwards.
    struct Running {
        Running(const Host& host, const TcCapture& capture);
        TcProgram program;
        HookSet hooks;
        bpf::InterfaceSet interfaces;
        bpf::FlowDrain flows;
        bpf::PayloadDetails payload;
        std::optional<bpf::Attribution> attribution;
        HeadWatch heads;
        bpf::InterfaceEvents events;
        std::optional<Watch> watch;
    };

    [[nodiscard]] const hookline_schema& schema() const;

    Host host_;
    std::vector<std::string> patterns_;
    AttachChoice choice_;
    Knobs knobs_;
    std::unique_ptr<Running> running_;
};

}  // namespace hookline::tc
