// SPDX-License-Identifier: MIT
#pragma once

#include <hookline/row.hpp>

#include <array>
#include <cstdint>

namespace hookline::json_sink {

// The classic report's srcPort and dstPort, which carry what a protocol has instead of ports: ICMP type and code, the
// halves of an SPI, GRE's inner EtherType and flags, OSPF's type and version, ARP's operation and 0.
class FlowPorts {
public:
    explicit FlowPorts(const hookline_schema& schema);

    [[nodiscard]] std::uint64_t source(const Row& row) const { return first(row, sources_, 16); }
    [[nodiscard]] std::uint64_t destination(const Row& row) const { return first(row, destinations_, 0); }

private:
    struct Part {
        const hookline_column* column;
        bool is_half;  // of a 32-bit value
    };
    using Parts = std::array<Part, 6>;

    static std::uint64_t first(const Row& row, const Parts& parts, unsigned half_shift)
    {
        for (const Part& part : parts) {
            if (part.column == nullptr || !row.has(*part.column)) continue;
            const std::uint64_t value = row.integer(*part.column);
            return part.is_half ? value >> half_shift & 0xffff : value;
        }
        return 0;
    }

    Parts sources_;
    Parts destinations_;
};

inline FlowPorts::FlowPorts(const hookline_schema& schema)
{
    const Columns columns(schema);
    const auto part = [&](const char* name, bool is_half = false) { return Part{columns.find(name), is_half}; };
    sources_ = {part("src_port"),  part("icmp_type"), part("spi", true),
                part("gre_inner"), part("ospf_type"), part("arp_op")};
    destinations_ = {part("dst_port"),  part("icmp_code"),    part("spi", true),
                     part("gre_flags"), part("ospf_version"), Part{nullptr, false}};
}

}  // namespace hookline::json_sink
