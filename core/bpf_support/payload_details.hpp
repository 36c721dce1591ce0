// SPDX-License-Identifier: MIT
// What payload says of a flow: its label, and the name of the server that the client asked for.
#pragma once

#include <bpf/libbpf.h>
#include <hookline/plugin.hpp>

#include <cstdint>
#include <memory>
#include <optional>

#include "bpf_support/connection_labels.hpp"
#include "bpf_support/mapped_array.hpp"
#include "bpf_support/row_details.hpp"
#include "server_names/server_names.hpp"

namespace hookline::bpf {

struct PayloadKnobs {
    bool labels = true;
    bool server_names = true;  // only with labels
};

// Options of captures that look at payload, and what they say.
inline constexpr hookline_option kLabelsOption =
    option::boolean("labels", "say which application protocol a flow is, by its first packets (app_proto)", "true");
inline constexpr hookline_option kServerNamesOption = option::boolean(
    "server_names", "say which server a flow's client asked for (SNI of TLS and QUIC, host of HTTP); needs labels",
    "true");
inline PayloadKnobs payload_knobs(const Options& options)
{
    return {options.boolean("labels"), options.boolean("server_names")};
}

// Of a loaded object that includes bpf/first_packets.bpf.h.
struct PayloadMaps {
    PayloadKnobs knobs;
    ConnectionMap connections;
    int first_packets;  // descriptors
    int cpus;
    std::uint32_t cpu_count;
};

// Between open and load. `max_entries`: flows, of which a connection has two.
template <class Skeleton>
void set_payload_knobs(Skeleton& skeleton, const PayloadKnobs& knobs, std::uint32_t max_entries)
{
    constexpr std::uint32_t kFewestBits = 10;
    constexpr std::uint32_t kMostBits = 24;
    auto bits = kFewestBits;
    while (bits < kMostBits && (2U << bits) < max_entries)
        ++bits;
    skeleton.rodata->hl_labels = knobs.labels ? 1 : 0;
    skeleton.rodata->hl_server_names = knobs.labels && knobs.server_names ? 1 : 0;
    skeleton.rodata->hl_connection_bits = bits;
    bpf_map__set_max_entries(skeleton.maps.hl_connections, 1U << bits);
}

// After load.
template <class Skeleton>
PayloadMaps payload_maps_of(const Skeleton& skeleton, std::uint32_t cpu_count)
{
    const auto& knobs = *skeleton.rodata;
    const auto& maps = skeleton.maps;
    PayloadMaps result{{knobs.hl_labels != 0, knobs.hl_server_names != 0},
                       {bpf_map__fd(maps.hl_connections), knobs.hl_connection_bits, {}},
                       bpf_map__fd(maps.hl_first_packets),
                       bpf_map__fd(maps.hl_cpus),
                       cpu_count};
    std::copy_n(knobs.hl_hash_seeds, result.connections.seeds.size(), result.connections.seeds.begin());
    return result;
}

class PayloadDetails : public RowDetails {
public:
    PayloadDetails(const Host& host, const PayloadMaps& maps);  // throws Error
    ~PayloadDetails() override;

    void begin_round() override;
    void add_to(hookline_flow& row, const hl_flow_key& key, const hl_slot& slot) override;

private:
    struct FreeRing {
        void operator()(ring_buffer* ring) const { ring_buffer__free(ring); }
    };

    void open_ring(int map_fd);
    static int on_packet(void* self, void* data, std::size_t size);
    void read_packets();
    void tell_losses();

    Host host_;
    PayloadKnobs knobs_;
    ConnectionLabels labels_;
    MappedArray cpus_;
    std::uint32_t cpu_count_;
    std::optional<server_names::ServerNames> names_;
    std::unique_ptr<ring_buffer, FreeRing> ring_;
    std::optional<Watch> watch_;
    std::uint64_t lost_ = 0;  // packets for which the ring had no room
};

}  // namespace hookline::bpf
