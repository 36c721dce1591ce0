// The tc programs loaded for a test: packets in by bpf_prog_test_run(), rows and stats out of the maps.
#pragma once

#include "packet_builder.hpp"

#include "table_view.hpp"

#include <linux/bpf.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

struct tc_bpf;

namespace hookline::test {

class TcObject {
public:
    using Prepare = std::function<void(tc_bpf&)>;

    // `prepare` runs between open and load: knobs.
    explicit TcObject(const Prepare& prepare = {}, std::uint32_t max_entries = 1024);

    // What loading said, when BPF is not permitted here; "" when it is.
    [[nodiscard]] static std::string why_not();

    [[nodiscard]] tc_bpf& skeleton() { return *skeleton_; }
    [[nodiscard]] int program(bool ingress) const;

    // The verdict. Throws when the kernel does not run the packet.
    int run(const Bytes& bytes, const __sk_buff& context = {}, bool ingress = true, std::uint32_t repeat = 1);
    int run_with(int program, const Bytes& bytes, const __sk_buff& context, std::uint32_t repeat = 1);

    [[nodiscard]] std::vector<Row> rows(int bank) { return view_->rows(bank); }
    [[nodiscard]] Stats stats() const { return view_->stats(); }
    [[nodiscard]] std::uint32_t nanoseconds() const { return nanoseconds_; }

    void clear() { view_->clear(); }
    [[nodiscard]] bpf::FlowTable table() const;
    void set_link(std::uint32_t ifindex, std::uint32_t kind);  // enum hl_link_kind

private:
    struct Destroy {
        void operator()(tc_bpf* skeleton) const;
    };
    std::unique_ptr<tc_bpf, Destroy> skeleton_;
    bpf::FlowTableSize size_{};
    std::unique_ptr<TableView> view_;
    std::uint32_t nanoseconds_ = 0;
};

}  // namespace hookline::test
