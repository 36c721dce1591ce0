// SPDX-License-Identifier: MIT
#include "clsact_mark.hpp"

#include <hookline/plugin.hpp>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstdio>
#include <random>

#include "bpf_support/errors.hpp"

namespace hookline::tc {
namespace {

// An abstract unix socket belongs to the network namespace, like the filters, and is gone with its process. The result
// is empty when another process has the name.
bpf::UniqueFd claim(std::uint32_t id)
{
    bpf::UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const int length = std::snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "hookline-tc-%08x", id);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + static_cast<std::size_t>(length));
    if (!socket) throw Error("cannot open a unix socket: " + bpf::kernel_words(errno));
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0) return socket;
    if (errno != EADDRINUSE) throw Error("cannot bind a unix socket: " + bpf::kernel_words(errno));
    return {};
}

}  // namespace

ClsactOwner::ClsactOwner()
{
    std::random_device random;
    while (!claim_) {
        id_ = random() & ~kMadeQdisc;
        if (id_ != 0) claim_ = claim(id_);
    }
}

bool is_hookline_filter(const Filter& filter)
{
    return filter.kind == "bpf" && filter.name.starts_with("hl_tc_");
}

bool has_living_owner(const Filter& filter)
{
    return !claim(filter.handle & ~kMadeQdisc);
}

}  // namespace hookline::tc
