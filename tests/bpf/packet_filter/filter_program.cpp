// SPDX-License-Identifier: MIT
#include "filter_program.hpp"

#include <arpa/inet.h>
#include <bpf/bpf.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "link_kind.h"
#include "packet_filter.h"

namespace hookline::test {
namespace {

using packet_filter::Frame;

constexpr std::uint32_t kMostFilters = 64;

bpf_insn instruction(int code, int to, int from, int offset, int immediate)
{
    bpf_insn result{};
    result.code = static_cast<std::uint8_t>(code);
    result.dst_reg = to & 0xfU;
    result.src_reg = from & 0xfU;
    result.off = static_cast<std::int16_t>(offset);
    result.imm = immediate;
    return result;
}

bpf_insn set(int to, int value)
{
    return instruction(BPF_ALU64 | BPF_MOV | BPF_K, to, 0, 0, value);
}

bpf_insn move(int to, int from)
{
    return instruction(BPF_ALU64 | BPF_MOV | BPF_X, to, from, 0, 0);
}

class Writer {
public:
    void add(const std::vector<bpf_insn>& more) { code_.insert(code_.end(), more.begin(), more.end()); }

    void begin(const Place& place)
    {
        add({move(BPF_REG_6, BPF_REG_1), move(BPF_REG_9, BPF_REG_10),
             instruction(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_9, 0, 0, -HL_FILTER_MEMORY)});
        if (place.frame != Frame::tagged) return;
        add({set(BPF_REG_2, htons(place.tag.tpid)), set(BPF_REG_3, place.tag.tci),
             instruction(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_skb_vlan_push)});
    }
    void filter(const Place& place, const packet_filter::Programs& programs, std::uint32_t index, int map)
    {
        add({set(BPF_REG_1, place.frame == Frame::network ? HL_LINK_NONE : HL_LINK_ETHERNET)});
        add(packet_filter::filter_code(programs, place.hook));
        add({instruction(BPF_LD | BPF_DW | BPF_IMM, BPF_REG_1, BPF_PSEUDO_MAP_VALUE, 0, map),
             instruction(0, 0, 0, 0, static_cast<int>(index)),
             instruction(BPF_STX | BPF_MEM | BPF_B, BPF_REG_1, BPF_REG_0, 0, 0)});
    }
    std::vector<bpf_insn> end()
    {
        add({set(BPF_REG_0, 1), instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)});
        return code_;
    }

private:
    std::vector<bpf_insn> code_;
};

}  // namespace

FilterProgram::FilterProgram(const Place& place, const std::vector<packet_filter::Programs>& filters)
    : place_(place),
      count_(filters.size()),
      answers_(bpf_map_create(BPF_MAP_TYPE_ARRAY, "hl_answers", sizeof(__u32), kMostFilters, 1, nullptr))
{
    if (answers_.get() < 0) throw std::runtime_error(std::string("a map: ") + std::strerror(errno));
    if (filters.size() > kMostFilters) throw std::runtime_error("too many filters for one program");
    Writer writer;
    writer.begin(place);
    for (std::uint32_t index = 0; index < filters.size(); ++index)
        writer.filter(place, filters[index], index, answers_.get());
    load(writer.end());
}

std::string FilterProgram::why_not()
{
    const bpf::UniqueFd map(bpf_map_create(BPF_MAP_TYPE_ARRAY, "hl_probe", sizeof(__u32), 1, 1, nullptr));
    return map.get() >= 0 ? "" : std::string("BPF is not permitted here: ") + std::strerror(errno);
}

void FilterProgram::load(std::vector<bpf_insn> code)
{
    std::vector<char> log(1 << 20);
    LIBBPF_OPTS(bpf_prog_load_opts, options);
    if (place_.first != 0) options.prog_flags = BPF_F_XDP_HAS_FRAGS;
    const auto load = [&] {
        return bpf_prog_load(place_.type, "hl_filter", "GPL", code.data(), code.size(), &options);
    };
    program_ = bpf::UniqueFd(load());
    if (program_.get() >= 0) return;
    const int error = errno;
    options.log_buf = log.data();
    options.log_size = static_cast<__u32>(log.size());
    options.log_level = 2;
    load();
    const std::string words = log.data();
    throw std::runtime_error(place_.name + ": does not load (" + std::to_string(code.size()) + " instructions): " +
                             std::strerror(error) + "\n" + words.substr(words.size() > 3000 ? words.size() - 3000 : 0));
}

std::optional<std::vector<bool>> FilterProgram::verdicts(const Bytes& frame)
{
    LIBBPF_OPTS(bpf_test_run_opts, options);
    xdp_md context{};
    options.data_in = frame.data();
    options.data_size_in = static_cast<__u32>(frame.size());
    options.repeat = 1;
    if (place_.first != 0) {
        context.data_end = std::min<__u32>(place_.first, options.data_size_in);
        options.ctx_in = &context;
        options.ctx_size_in = sizeof context;
    }
    const int error = bpf_prog_test_run_opts(program_.get(), &options);
    if (error == -EINVAL) return std::nullopt;
    if (error != 0)
        throw std::runtime_error(place_.name + ": a frame of " + std::to_string(frame.size()) +
                                 " bytes does not run: " + std::strerror(errno));
    const __u32 key = 0;
    std::uint8_t answers[kMostFilters];
    if (bpf_map_lookup_elem(answers_.get(), &key, answers) != 0) throw std::runtime_error("no answers");
    return std::vector<bool>(answers, answers + count_);
}

}  // namespace hookline::test
