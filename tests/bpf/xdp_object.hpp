// SPDX-License-Identifier: MIT
// The XDP program loaded for a test: frames in by bpf_prog_test_run(), rows and stats out of the maps.
#pragma once

#include "packet_builder.hpp"

#include "table_view.hpp"

#include <linux/bpf.h>

#include <memory>
#include <vector>

struct xdp_bpf;

namespace hookline::test {

class XdpObject {
public:
    struct Knobs {
        bool multi_buffer = false;
        bool no_arp = false;
    };
    explicit XdpObject(const Knobs& knobs);

    // The verdict. `linear`: not 0, only so many bytes are in the first buffer. Throws when the kernel does not run it.
    int run(const Bytes& frame, std::uint32_t linear = 0);

    [[nodiscard]] const std::vector<Row>& rows() { return view_->rows(0); }
    [[nodiscard]] Stats stats() const { return view_->stats(); }
    void clear() { view_->clear(); }
    void set_link(std::uint32_t ifindex, std::uint32_t kind);  // enum hl_link_kind

private:
    struct Destroy {
        void operator()(xdp_bpf* skeleton) const;
    };
    std::unique_ptr<xdp_bpf, Destroy> skeleton_;
    std::unique_ptr<TableView> view_;
};

}  // namespace hookline::test
