// SPDX-License-Identifier: MIT
#include "names/services.hpp"

#include <arpa/inet.h>
#include <netdb.h>

#include <array>

namespace hookline::names {
namespace {

std::uint64_t key_of(std::uint64_t proto, std::uint64_t port)
{
    return proto << 16 | port;
}

std::uint64_t proto_named(std::string_view name)
{
    if (name == "tcp") return IPPROTO_TCP;
    if (name == "udp") return IPPROTO_UDP;
    if (name == "sctp") return IPPROTO_SCTP;
    if (name == "dccp") return IPPROTO_DCCP;
    return IPPROTO_RAW;  // has no ports
}

}  // namespace

Services::Services()
{
    servent entry{};
    servent* found = nullptr;
    std::array<char, 4096> memory{};
    ::setservent(1);
    while (::getservent_r(&entry, memory.data(), memory.size(), &found) == 0 && found != nullptr)
        names_.try_emplace(key_of(proto_named(entry.s_proto), ntohs(static_cast<std::uint16_t>(entry.s_port))),
                           entry.s_name);
    ::endservent();
}

std::string_view Services::name_of(std::uint64_t proto, std::uint64_t port) const
{
    const auto found = names_.find(key_of(proto, port));
    return found != names_.end() ? std::string_view(found->second) : std::string_view();
}

}  // namespace hookline::names
