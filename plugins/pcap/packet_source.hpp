// SPDX-License-Identifier: MIT
// A capture file or a live interface, through libpcap.
#pragma once

#include <pcap/pcap.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hookline::pcap {

struct LiveSettings {
    std::string interface;
    int snaplen = 0;
    bool promiscuous = false;
};

// What the kernel had to drop for a live source.
struct Drops {
    std::uint64_t kernel = 0;     // no room in the capture buffer
    std::uint64_t interface = 0;  // dropped by the driver or device
};

// Failures throw hookline::Error. Time stamps are in nanoseconds.
class PacketSource {
public:
    // "-" is standard input.
    static PacketSource open_file(const std::string& path);
    // Non-blocking.
    static PacketSource open_live(const LiveSettings& settings);

    // A pcap-filter expression. On a live source the kernel applies it, on a file read() does.
    void set_filter(const std::string& expression);

    [[nodiscard]] int link_type() const { return ::pcap_datalink(handle_.get()); }
    [[nodiscard]] int poll_fd() const { return ::pcap_get_selectable_fd(handle_.get()); }
    [[nodiscard]] bool is_live() const { return live_; }
    [[nodiscard]] const std::string& name() const { return name_; }

    // True when the filter (if any) lets the packet through. Always on a live source.
    [[nodiscard]] bool passes(const pcap_pkthdr& header, const std::uint8_t* frame) const;

    // Hands over up to `budget` packets; returns how many there were: of a file 0 means its end, live none for now.
    // Throws when the rest cannot be read, after what could be read was handed over.
    int read(int budget, pcap_handler handler, std::uint8_t* argument);

    [[nodiscard]] Drops drops() const;

private:
    struct Close {
        void operator()(pcap_t* handle) const { ::pcap_close(handle); }
    };
    struct FreeCode {
        void operator()(bpf_program* code) const;
    };

    PacketSource(std::unique_ptr<pcap_t, Close> handle, std::string name, bool live)
        : handle_(std::move(handle)), name_(std::move(name)), live_(live)
    {
    }

    std::unique_ptr<pcap_t, Close> handle_;
    std::unique_ptr<bpf_program, FreeCode> filter_;  // of a file
    std::string name_;
    bool live_;
};

}  // namespace hookline::pcap
