// SPDX-License-Identifier: MIT
// The pcap capture: files and live interfaces through libpcap, with the parser that the eBPF captures use.
#pragma once

#include <hookline/capture.hpp>

#include <array>
#include <memory>
#include <optional>

#include "bpf_support/flow_rows.hpp"
#include "first_packets.hpp"
#include "flow_table.hpp"
#include "fragment_table.hpp"
#include "link_type.hpp"
#include "packet_source.hpp"

namespace hookline::pcap {

class PcapCapture final : public Capture {
public:
    PcapCapture(Host host, const Options& options);

    void start() override;
    hookline_status drain(std::size_t budget) override;
    void stop() override;

    static hookline_status probe(const std::function<void(const std::string&)>& say);

private:
    // A parsed packet on its way to its flow.
    struct Parsed {
        hl_packet packet;
        std::uint64_t hash;
        std::uint64_t time_ns;
        std::uint32_t size;
    };

    // The data path: a packet from libpcap is parsed; a handful of them goes to their flows together.
    static void on_packet(std::uint8_t* self, const pcap_pkthdr* header, const std::uint8_t* frame);
    void parse(const pcap_pkthdr& header, const std::uint8_t* frame);
    void look(const Parsed& parsed, const std::uint8_t* frame, std::uint32_t captured)
    {
        rows_.flush();  // they may have names that go now
        first_packets_->look(parsed.packet, parsed.hash, frame, captured);
    }
    void count_parsed();
    void count(const Parsed& parsed);

    bool read(std::size_t budget);
    void read_what_is_waiting();
    void drain_flows();
    void emit_flows();
    void add_row(const hl_flow_key& key, const hl_flow_counters& counters);
    void report_account();

    Host host_;
    std::string file_;
    LiveSettings live_;
    std::string filter_;
    bool no_arp_;
    std::size_t max_entries_;

    std::optional<PacketSource> source_;
    std::unique_ptr<Watch> watch_;
    ParseFrame parse_frame_ = nullptr;
    std::array<Parsed, 32> parsed_;
    std::size_t parsed_count_ = 0;
    FlowTable flows_;
    FragmentTable fragments_;
    std::optional<FirstPackets> first_packets_;
    bpf::FlowRows rows_;

    struct Amount {
        std::uint64_t packets = 0;
        std::uint64_t bytes = 0;
        void add(std::uint64_t size)
        {
            ++packets;
            bytes += size;
        }
    };
    // Since they were last told to the host.
    Amount seen_, filtered_, no_arp_seen_;
    Drops told_drops_;
    std::int64_t begin_ns_ = 0;
    std::int64_t end_ns_ = 0;
    bool stopped_ = false;
};

}  // namespace hookline::pcap
