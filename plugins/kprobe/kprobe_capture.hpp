// SPDX-License-Identifier: MIT
// The plugin: what the host calls.
#pragma once

#include <hookline/capture.hpp>

#include <functional>
#include <memory>
#include <string>

#include "bpf_support/cgroups/owner_details.hpp"
#include "bpf_support/flow_drain.hpp"
#include "bpf_support/sockets/look_around.hpp"
#include "bpf_support/sockets/socket_details.hpp"
#include "bpf_support/sockets/socket_program.hpp"

namespace hookline::kprobe {

class KprobeCapture : public Capture {
public:
    KprobeCapture(const Host& host, const Options& options);

    void start() override;
    hookline_status drain(std::size_t budget) override;
    void stop() override;
    static hookline_status probe(const std::function<void(const std::string&)>& say);

private:
    // What exists from start() on, in the order in which it is made. Gone with the capture, not at stop(): what was
    // seen is drained afterwards.
    struct Running {
        Running(const Host& host, const bpf::SocketKnobs& knobs);
        bpf::SocketProgram program;
        bpf::FlowDrain flows;
        bpf::OwnerDetails owners;
        bpf::SocketDetails sockets;
        bpf::LookAround around;
        bpf::SocketLinks links;
    };

    void count_missed();

    Host host_;
    bpf::SocketKnobs knobs_;
    std::unique_ptr<Running> running_;
    std::uint64_t missed_ = 0;
    bool is_stopped_ = false;
};

}  // namespace hookline::kprobe
