#include "tc_object.hpp"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "tc.skel.h"

namespace hookline::test {

namespace {

constexpr std::uint32_t kTableSize = 1024;

void check(int error, const char* what)
{
    if (error != 0) throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

int bank_fd(const tc_bpf& skeleton, int bank)
{
    return bpf_map__fd(bank == 0 ? skeleton.maps.hl_flows_0 : skeleton.maps.hl_flows_1);
}

}  // namespace

void TcObject::Destroy::operator()(tc_bpf* skeleton) const
{
    tc_bpf__destroy(skeleton);
}

TcObject::TcObject(const Prepare& prepare) : skeleton_(tc_bpf__open())
{
    if (!skeleton_) throw std::runtime_error("tc.bpf.o does not open");
    bpf_map__set_max_entries(skeleton_->maps.hl_flows_0, kTableSize);
    bpf_map__set_max_entries(skeleton_->maps.hl_flows_1, kTableSize);
    if (prepare) prepare(*skeleton_);
    check(tc_bpf__load(skeleton_.get()), "tc.bpf.o does not load");
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

std::vector<Row> TcObject::rows(int bank) const
{
    std::vector<Row> rows;
    const int fd = bank_fd(*skeleton_, bank);
    hl_flow_counters counters{};
    hl_flow_key key{};
    const hl_flow_key* previous = nullptr;
    while (bpf_map_get_next_key(fd, previous, &key) == 0) {
        check(bpf_map_lookup_elem(fd, &key, &counters), "look up a row");
        rows.push_back({key, counters});
        previous = &rows.back().key;
    }
    return rows;
}

Stats TcObject::stats() const
{
    Stats stats{};
    std::vector<hl_stat_counters> cpus(static_cast<std::size_t>(libbpf_num_possible_cpus()));
    for (std::uint32_t stat = 0; stat < HL_STAT_COUNT; ++stat) {
        check(bpf_map_lookup_elem(bpf_map__fd(skeleton_->maps.hl_stats), &stat, cpus.data()), "look up a counter");
        for (const hl_stat_counters& cpu : cpus) {
            stats[stat].packets += cpu.packets;
            stats[stat].bytes += cpu.bytes;
        }
    }
    return stats;
}

void TcObject::clear()
{
    for (const int bank : {0, 1}) {
        for (const Row& row : rows(bank))
            bpf_map_delete_elem(bank_fd(*skeleton_, bank), &row.key);
    }
}

void TcObject::set_link(std::uint32_t ifindex, std::uint32_t kind)
{
    check(bpf_map_update_elem(bpf_map__fd(skeleton_->maps.hl_links), &ifindex, &kind, BPF_ANY), "set a link");
    skeleton_->bss->hl_link_count = 1;
}

}  // namespace hookline::test
