// SPDX-License-Identifier: MIT
#include "member.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <hookline/plugin.hpp>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "bpf_support/errors.hpp"
#include "cgroup_tree.hpp"

namespace hookline::bench {
namespace {

void check(bool good, const char* what)
{
    if (!good) throw Error(std::string(what) + ": " + bpf::kernel_words(errno));
}

void move_to(const std::filesystem::path& cgroup)
{
    std::ofstream(cgroup / "cgroup.procs") << "0" << std::flush;
}

void bring_up_loopback()
{
    const bpf::UniqueFd any(::socket(AF_INET, SOCK_DGRAM, 0));
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    check(::ioctl(any.get(), SIOCSIFFLAGS, &request) == 0, "lo up");
}

}  // namespace

Member::Member() : mount_(cgroup::cgroup2_mount()), path_(mount_ / ("hl-bench-" + std::to_string(::getpid())))
{
    check(::unshare(CLONE_NEWNET) == 0, "a network namespace");
    bring_up_loopback();
    std::filesystem::create_directory(path_);
    cgroup_.reset(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    move_to(path_);
}

Member::~Member()
{
    move_to(mount_);
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

void Member::make_sockets()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    receiver_.reset(::socket(AF_INET, SOCK_DGRAM, 0));
    sender_.reset(::socket(AF_INET, SOCK_DGRAM, 0));
    check(::bind(receiver_.get(), any, size) == 0 && ::getsockname(receiver_.get(), any, &size) == 0, "bind");
    check(::connect(sender_.get(), any, size) == 0, "connect");
}

void Member::send(std::size_t packets)
{
    if (!sender_) make_sockets();
    std::array<char, 64> bytes{};
    for (std::size_t i = 0; i < packets; ++i)
        check(::send(sender_.get(), bytes.data(), bytes.size(), 0) >= 0 &&
                  ::recv(receiver_.get(), bytes.data(), bytes.size(), 0) >= 0,
              "a datagram to ourselves");
}

}  // namespace hookline::bench
