#include "tap_device.hpp"

#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace hookline::test {

namespace {

constexpr const char* kName = "hl-tap0";

void check(int result, const char* what)
{
    if (result < 0) throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

short flags_of(TapKind kind)
{
    switch (kind) {
    case TapKind::kTap: return IFF_TAP | IFF_NO_PI | IFF_NAPI | IFF_NAPI_FRAGS;
    case TapKind::kTunOffload: return IFF_TUN | IFF_NO_PI | IFF_VNET_HDR;
    case TapKind::kTun: break;
    }
    return IFF_TUN | IFF_NO_PI;
}

// GRO would pull the headers into the linear part.
void bring_up_without_gro()
{
    const int control = socket(AF_INET, SOCK_DGRAM, 0);
    check(control, "socket");
    ifreq request{};
    std::strncpy(request.ifr_name, kName, IFNAMSIZ - 1);
    ethtool_value gro{ETHTOOL_SGRO, 0};
    request.ifr_data = reinterpret_cast<char*>(&gro);
    int result = ioctl(control, SIOCETHTOOL, &request);
    request.ifr_data = nullptr;
    if (result == 0) result = ioctl(control, SIOCGIFFLAGS, &request);
    request.ifr_flags |= IFF_UP;
    if (result == 0) result = ioctl(control, SIOCSIFFLAGS, &request);
    close(control);
    check(result, "bring up the device");
}

}  // namespace

TapDevice::TapDevice(TapKind kind) : fd_(open("/dev/net/tun", O_RDWR | O_CLOEXEC))
{
    check(fd_, "/dev/net/tun");
    ifreq request{};
    request.ifr_flags = flags_of(kind);
    std::strncpy(request.ifr_name, kName, IFNAMSIZ - 1);
    try {
        check(ioctl(fd_, TUNSETIFF, &request), "make a device");
        bring_up_without_gro();
    } catch (...) {
        close(fd_);
        throw;
    }
    ifindex_ = if_nametoindex(kName);
}

TapDevice::~TapDevice()
{
    close(fd_);
}

void TapDevice::receive(const std::vector<Bytes>& parts) const
{
    std::vector<iovec> vector;
    vector.reserve(parts.size());
    for (const Bytes& part : parts)
        vector.push_back({const_cast<std::uint8_t*>(part.data()), part.size()});
    check(static_cast<int>(writev(fd_, vector.data(), static_cast<int>(vector.size()))), "hand over a packet");
}

std::string enter_new_network_namespace()
{
    return unshare(CLONE_NEWNET) == 0 ? "" : std::string("no new network namespace: ") + std::strerror(errno);
}

}  // namespace hookline::test
