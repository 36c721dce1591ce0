// A TUN or TAP device in a network namespace of its own: packets reach the kernel's receive path as a driver's would.
#pragma once

#include "packet_builder.hpp"

#include <string>
#include <vector>

namespace hookline::test {

enum class TapKind {
    kTun,       // no link header
    kTap,       // Ethernet; each part of a packet but the first becomes a page outside of the linear part
    kTunOffload  // no link header; a virtio_net_hdr before each packet
};

class TapDevice {
public:
    explicit TapDevice(TapKind kind);  // throws with the reason
    ~TapDevice();
    TapDevice(const TapDevice&) = delete;
    TapDevice& operator=(const TapDevice&) = delete;

    void receive(const std::vector<Bytes>& parts) const;
    [[nodiscard]] unsigned ifindex() const { return ifindex_; }

private:
    int fd_ = -1;
    unsigned ifindex_ = 0;
};

// Leaves the machine's network namespace for a new one. Returns the reason where that is not permitted, else "".
[[nodiscard]] std::string enter_new_network_namespace();

}  // namespace hookline::test
