// SPDX-License-Identifier: MIT
// What the programs have found out about connections (bpf/connection.h): the label of a flow that has no slot of its own,
// or whose other direction said what it is.
#pragma once

#include <array>
#include <cstdint>

#include "bpf_support/mapped_array.hpp"
#include "connection.h"

namespace hookline::bpf {

// Of a loaded object that includes bpf/first_packets.bpf.h.
struct ConnectionMap {
    int fd;  // hl_connections
    std::uint32_t bits;
    std::array<__u64, 5> seeds;
};

class ConnectionLabels {
public:
    explicit ConnectionLabels(const ConnectionMap& map)
        : map_(map), words_(map.fd, 0, sizeof(hl_connection_word) << map.bits)
    {
    }

    // enum hl_label; the programs go on meanwhile.
    [[nodiscard]] std::uint8_t label_of(const hl_flow_key& key) const
    {
        const auto hash = hl_connection_of(&key, map_.seeds.data()).hash;
        const auto word = words_.as<const volatile hl_connection_word>()[hl_connection_place(hash, map_.bits)];
        return hl_connection_is(word, hash) ? hl_connection_label(word) : std::uint8_t{HL_LABEL_NONE};
    }

private:
    ConnectionMap map_;
    MappedArray words_;
};

}  // namespace hookline::bpf
