// SPDX-License-Identifier: MIT
// Rows of frames by a program in the kernel, through bpf_prog_test_run() and its flow table.
#pragma once

#include "frame_counter.hpp"

#include "fragments.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "bpf_support/flow_reader.hpp"
#include "bpf_support/flow_table.hpp"

namespace hookline::test {

// `Skeleton`: tc_bpf and the like. The program is found by its name and must always return `verdict`.
template <class Skeleton>
class KernelCounter final : public FrameCounter {
public:
    template <class Prepare>
    KernelCounter(std::string program, std::uint32_t verdict, Prepare&& prepare)
        : name_(std::move(program)), verdict_(verdict), skeleton_(Skeleton::open())
    {
        constexpr std::uint32_t kFlows = 8192;
        if (!skeleton_) throw std::runtime_error(name_ + ": the object does not open");
        prepare(*skeleton_);
        const auto size = set_size_only(kFlows);
        if (Skeleton::load(skeleton_.get()) != 0) fail("load");
        program_ = bpf_program__fd(bpf_object__find_program_by_name(skeleton_->obj, name_.c_str()));
        reader_.emplace(bpf::flow_table_of(*skeleton_, size));
    }

    void count(const Bytes& frame) override
    {
        LIBBPF_OPTS(bpf_test_run_opts, options);
        options.data_in = frame.data();
        options.data_size_in = static_cast<std::uint32_t>(frame.size());
        options.repeat = 1;
        if (bpf_prog_test_run_opts(program_, &options) != 0) fail("bpf_prog_test_run");
        if (options.retval == verdict_) return;
        throw std::runtime_error(name_ + ": the verdict is " + std::to_string(static_cast<int>(options.retval)));
    }

    // No program runs meanwhile: the bank that they write can be read, and is never changed.
    std::vector<FrameRow> rows() override
    {
        std::vector<FrameRow> rows;
        reader_->begin(0);
        reader_->next(std::numeric_limits<std::size_t>::max(), [&rows](hl_flow_key key, const hl_slot& slot) {
            key.ifindex = 0;
            key.direction = HL_DIRECTION_UNKNOWN;
            rows.push_back({key, slot.packets, slot.bytes, slot.tcp_flags});
        });
        return rows;
    }

    void forget_fragments() override
    {
        const int map = bpf_map__fd(skeleton_->maps.hl_fragments);
        hl_fragment_key key;
        while (bpf_map_get_next_key(map, nullptr, &key) == 0)
            if (bpf_map_delete_elem(map, &key) != 0) fail("forget a fragment");
    }

private:
    struct Destroy {
        void operator()(Skeleton* skeleton) const { Skeleton::destroy(skeleton); }
    };

    // With the hash that is compiled in: the same frames fall into the same sets in every run.
    bpf::FlowTableSize set_size_only(std::uint32_t flows)
    {
        auto& seeds = skeleton_->rodata->hl_hash_seeds;
        std::array<std::uint64_t, sizeof seeds / sizeof *seeds> compiled_in;
        std::copy(std::begin(seeds), std::end(seeds), compiled_in.begin());
        const auto size = bpf::set_flow_table_size(*skeleton_, flows);
        std::copy(compiled_in.begin(), compiled_in.end(), std::begin(seeds));
        return size;
    }

    [[noreturn]] void fail(const char* what) const
    {
        throw std::runtime_error(name_ + ": " + what + ": " + std::strerror(errno));
    }

    std::string name_;
    std::uint32_t verdict_;
    std::unique_ptr<Skeleton, Destroy> skeleton_;
    int program_ = -1;
    std::optional<bpf::FlowReader> reader_;
};

}  // namespace hookline::test
