// SPDX-License-Identifier: MIT
// The plugin: what the host calls.
#pragma once

#include <hookline/capture.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bpf_support/cgroups/owner_details.hpp"
#include "bpf_support/flow_drain.hpp"
#include "cgroup_program.hpp"
#include "members.hpp"

namespace hookline::cgroup {

class CgroupCapture : public Capture {
public:
    CgroupCapture(const Host& host, const Options& options);

    void start() override;
    hookline_status drain(std::size_t budget) override;
    void stop() override;
    static hookline_status probe(const std::function<void(const std::string&)>& say);

private:
    // What exists from start() on, in the order in which it is made. Gone with the capture, not at stop(): what was
    // seen is drained afterwards.
    struct Running {
        Running(const Host& host, const CgroupCapture& capture, const std::filesystem::path& mount);
        Members members;
        CgroupProgram program;
        bpf::FlowDrain flows;
        bpf::PayloadDetails payload;
        std::optional<bpf::OwnerDetails> owners;
    };

    Host host_;
    std::vector<std::string> paths_;
    std::vector<Direction> directions_;
    Knobs knobs_;
    std::unique_ptr<Running> running_;
    bool is_stopped_ = false;
    bool has_ended_ = false;  // by itself: no cgroup is left
};

}  // namespace hookline::cgroup
