// SPDX-License-Identifier: MIT
// A routing netlink socket (rtnetlink(7)) over libmnl.
#pragma once

#include <hookline/plugin.hpp>
#include <libmnl/libmnl.h>

#include <functional>
#include <memory>

namespace hookline::bpf {

// libmnl's own loops (mnl_attr_for_each) do not compile as C++. visit(const nlattr&)
template <class Visit>
void for_each_attribute(const void* first, const void* end, Visit&& visit)
{
    const auto* at = static_cast<const nlattr*>(first);
    const auto left = [&] {
        return static_cast<int>(static_cast<const char*>(end) - reinterpret_cast<const char*>(at));
    };
    for (; mnl_attr_ok(at, left()); at = mnl_attr_next(at))
        visit(*at);
}
template <class Visit>
void for_each_attribute(const nlmsghdr& message, std::size_t header_size, Visit&& visit)
{
    for_each_attribute(mnl_nlmsg_get_payload_offset(&message, header_size), mnl_nlmsg_get_payload_tail(&message),
                       visit);
}
template <class Visit>
void for_each_nested(const nlattr& parent, Visit&& visit)
{
    const auto* payload = static_cast<const char*>(mnl_attr_get_payload(&parent));
    for_each_attribute(payload, payload + mnl_attr_get_payload_len(&parent), visit);
}

// Things came or went while the kernel listed them (NLM_F_DUMP_INTR): the list is to be asked for anew, with a new socket.
class DumpInterrupted : public Error {
public:
    DumpInterrupted() : Error("the kernel's devices kept changing while it listed them") {}
};

class Netlink {
public:
    // `groups`: RTMGRP_... to listen to, 0 for requests only. Throws Error.
    explicit Netlink(unsigned groups = 0);

    [[nodiscard]] int fd() const { return mnl_socket_get_fd(socket_.get()); }

    using Visitor = std::function<void(const nlmsghdr&)>;
    // Sends a dump request, whose body the caller has set, and visits each answer. Throws Error, DumpInterrupted
    // among them.
    void dump(nlmsghdr& request, const Visitor& visit);

    // Takes all that has come to the groups, without waiting, and forgets what it said. False: there was nothing.
    bool discard();

private:
    struct Closer {
        void operator()(mnl_socket* socket) const { mnl_socket_close(socket); }
    };
    std::unique_ptr<mnl_socket, Closer> socket_;
    unsigned sequence_ = 0;
};

}  // namespace hookline::bpf
