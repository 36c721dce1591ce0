// SPDX-License-Identifier: MIT
#include "bpf_support/netlink.hpp"

#include <hookline/plugin.hpp>
#include <sys/socket.h>

#include <cerrno>
#include <vector>

#include "bpf_support/errors.hpp"

namespace hookline::bpf {
namespace {

// What the kernel fills per read of a dump, at most.
constexpr std::size_t kBufferSize = 32'768;

int visit_message(const nlmsghdr* message, void* visit)
{
    (*static_cast<const Netlink::Visitor*>(visit))(*message);
    return MNL_CB_OK;
}

}  // namespace

Netlink::Netlink(unsigned groups) : socket_(mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC))
{
    if (!socket_ || mnl_socket_bind(socket_.get(), groups, MNL_SOCKET_AUTOPID) < 0)
        throw Error("cannot open a netlink socket: " + kernel_words(errno));
}

void Netlink::dump(nlmsghdr& request, const Visitor& visit)
{
    request.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.nlmsg_seq = ++sequence_;
    if (mnl_socket_sendto(socket_.get(), &request, request.nlmsg_len) < 0)
        throw Error("cannot ask the kernel for its devices: " + kernel_words(errno));
    std::vector<char> buffer(kBufferSize);
    int state = MNL_CB_OK;
    while (state > MNL_CB_STOP) {
        const auto size = mnl_socket_recvfrom(socket_.get(), buffer.data(), buffer.size());
        if (size < 0) throw Error("cannot read the kernel's devices: " + kernel_words(errno));
        state = mnl_cb_run(buffer.data(), static_cast<std::size_t>(size), sequence_,
                           mnl_socket_get_portid(socket_.get()), &visit_message, const_cast<Visitor*>(&visit));
    }
    if (state == MNL_CB_ERROR && errno == EINTR) throw DumpInterrupted();
    if (state == MNL_CB_ERROR) throw Error("cannot list the kernel's devices: " + kernel_words(errno));
}

// ENOBUFS says that messages were lost: the caller looks at the whole state anyway.
bool Netlink::discard()
{
    std::vector<char> buffer(kBufferSize);
    bool any = false;
    while (::recv(fd(), buffer.data(), buffer.size(), MSG_DONTWAIT) >= 0 || errno == ENOBUFS || errno == EINTR)
        any = true;
    return any;
}

}  // namespace hookline::bpf
