// SPDX-License-Identifier: MIT
#include "bpf_support/claim.hpp"

#include <hookline/plugin.hpp>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

#include "bpf_support/errors.hpp"

namespace hookline::bpf {

UniqueFd claim(const std::string& name)
{
    UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket) throw Error("cannot open a unix socket: " + kernel_words(errno));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto length = std::min(name.size(), sizeof address.sun_path - 1);
    name.copy(address.sun_path + 1, length);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + length);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0) return socket;
    if (errno != EADDRINUSE) throw Error("cannot bind a unix socket: " + kernel_words(errno));
    return {};
}

}  // namespace hookline::bpf
