// SPDX-License-Identifier: MIT
#include "driver.hpp"

#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <iterator>

#include "bpf_support/unique_fd.hpp"

namespace hookline::xdp {
namespace {

// They have an address on some bus, but no link that could go down.
constexpr const char* kSoft[] = {"tun", "virtio_net"};

bool ask(int socket, const std::string& interface, void* question)
{
    ifreq request{};
    interface.copy(request.ifr_name, sizeof request.ifr_name - 1);
    request.ifr_data = static_cast<char*>(question);
    return ::ioctl(socket, SIOCETHTOOL, &request) == 0;
}

}  // namespace

bool Driver::can_reset_link() const
{
    return !bus.empty() && std::find(std::begin(kSoft), std::end(kSoft), name) == std::end(kSoft);
}

// Where generic XDP is attached the kernel merges nothing itself and tells the device not to. What other devices have
// merged it passes on.
bool Driver::has_super_packets() const
{
    return bus.empty() || name == "tun";
}

Driver driver_of(const std::string& interface)
{
    const bpf::UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    Driver driver;
    ethtool_drvinfo info{};
    info.cmd = ETHTOOL_GDRVINFO;
    if (ask(socket.get(), interface, &info)) {
        driver.name = info.driver;
        driver.bus = info.bus_info;
    }
    ethtool_value flags{};
    flags.cmd = ETHTOOL_GFLAGS;
    driver.takes_tags_out = ask(socket.get(), interface, &flags) && (flags.data & ETH_FLAG_RXVLAN) != 0;
    return driver;
}

}  // namespace hookline::xdp
