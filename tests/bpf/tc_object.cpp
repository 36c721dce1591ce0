#include "tc_object.hpp"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "tc.skel.h"

namespace hookline::test {

namespace {

void check(int error, const char* what)
{
    if (error != 0) throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

void TcObject::Destroy::operator()(tc_bpf* skeleton) const
{
    tc_bpf__destroy(skeleton);
}

TcObject::TcObject(const Prepare& prepare, std::uint32_t max_entries) : skeleton_(tc_bpf__open())
{
    if (!skeleton_) throw std::runtime_error("tc.bpf.o does not open");
    size_ = bpf::set_flow_table_size(*skeleton_, max_entries);
    if (prepare) prepare(*skeleton_);
    check(tc_bpf__load(skeleton_.get()), "tc.bpf.o does not load");
    view_ = std::make_unique<TableView>(table());
}

bpf::FlowTable TcObject::table() const
{
    return bpf::flow_table_of(*skeleton_, size_);
}

std::string TcObject::why_not()
{
    libbpf_set_print(nullptr);
    LIBBPF_OPTS(bpf_map_create_opts, options);
    const int map = bpf_map_create(BPF_MAP_TYPE_HASH, "hl_probe", 4, 8, 1, &options);
    if (map < 0) return std::string("BPF is not permitted here: ") + std::strerror(errno);
    close(map);
    return {};
}

int TcObject::program(bool ingress) const
{
    return bpf_program__fd(ingress ? skeleton_->progs.hl_tc_ingress : skeleton_->progs.hl_tc_egress);
}

int TcObject::run(const Bytes& bytes, const __sk_buff& context, bool ingress, std::uint32_t repeat)
{
    return run_with(program(ingress), bytes, context, repeat);
}

int TcObject::run_with(int program, const Bytes& bytes, const __sk_buff& context, std::uint32_t repeat)
{
    __sk_buff in = context;
    LIBBPF_OPTS(bpf_test_run_opts, options);
    options.data_in = bytes.data();
    options.data_size_in = static_cast<std::uint32_t>(bytes.size());
    options.ctx_in = &in;
    options.ctx_size_in = sizeof(in);
    options.repeat = static_cast<int>(repeat);
    check(bpf_prog_test_run_opts(program, &options), "bpf_prog_test_run");
    nanoseconds_ = options.duration;
    return static_cast<int>(options.retval);
}

void TcObject::set_link(std::uint32_t ifindex, std::uint32_t kind)
{
    check(bpf_map_update_elem(bpf_map__fd(skeleton_->maps.hl_links), &ifindex, &kind, BPF_ANY), "set a link");
    skeleton_->bss->hl_link_count = 1;
}

}  // namespace hookline::test
