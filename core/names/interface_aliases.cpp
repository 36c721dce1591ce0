// SPDX-License-Identifier: MIT
#include "names/interface_aliases.hpp"

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

namespace hookline::names {
namespace {

using namespace std::chrono_literals;

constexpr auto kKnownFor = 10s;
constexpr std::size_t kMostKnown = 4096;  // names of interfaces are captures', not the network's

struct Closer {
    void operator()(mnl_socket* socket) const { mnl_socket_close(socket); }
};

// The answer's IFLA_IFALIAS. mnl_attr_for_each does not compile as C++.
int take_alias(const nlmsghdr* message, void* alias)
{
    const auto* at = static_cast<const nlattr*>(mnl_nlmsg_get_payload_offset(message, sizeof(ifinfomsg)));
    const auto* end = static_cast<const char*>(mnl_nlmsg_get_payload_tail(message));
    for (; mnl_attr_ok(at, static_cast<int>(end - reinterpret_cast<const char*>(at))); at = mnl_attr_next(at))
        if (mnl_attr_get_type(at) == IFLA_IFALIAS && mnl_attr_validate(at, MNL_TYPE_NUL_STRING) >= 0)
            *static_cast<std::string*>(alias) = mnl_attr_get_str(at);
    return MNL_CB_STOP;
}

// One link by its name, in this process's network namespace (sysfs may show another's). errno says what failed.
bool read_alias(const std::string& interface, std::string& alias)
{
    const std::unique_ptr<mnl_socket, Closer> socket(mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC));
    if (!socket || mnl_socket_bind(socket.get(), 0, MNL_SOCKET_AUTOPID) < 0) return false;
    std::vector<char> buffer(32'768);
    auto* request = mnl_nlmsg_put_header(buffer.data());
    request->nlmsg_type = RTM_GETLINK;
    request->nlmsg_flags = NLM_F_REQUEST;
    request->nlmsg_seq = 1;
    mnl_nlmsg_put_extra_header(request, sizeof(ifinfomsg));
    mnl_attr_put_u32(request, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
    mnl_attr_put_strz(request, IFLA_IFNAME, interface.c_str());
    if (mnl_socket_sendto(socket.get(), request, request->nlmsg_len) < 0) return false;
    const auto size = mnl_socket_recvfrom(socket.get(), buffer.data(), buffer.size());
    if (size < 0) return false;
    const auto port = mnl_socket_get_portid(socket.get());
    return mnl_cb_run(buffer.data(), static_cast<std::size_t>(size), 1, port, &take_alias, &alias) >= 0;
}

}  // namespace

InterfaceAliases::InterfaceAliases(std::string who, const config::Names& options)
    : who_(std::move(who)),
      asks_kernel_(options.interface_aliases),
      configured_(options.interfaces.begin(), options.interfaces.end())
{
}

void InterfaceAliases::begin_round()
{
    if (Clock::now() - asked_ < kKnownFor) return;
    asked_ = Clock::now();
    known_.clear();
}

std::string_view InterfaceAliases::name_of(std::string_view interface)
{
    if (const auto found = configured_.find(interface); found != configured_.end()) return found->second;
    if (!asks_kernel_ || interface.empty() || interface.size() >= IFNAMSIZ) return {};
    if (const auto found = known_.find(interface); found != known_.end()) return found->second;
    if (known_.size() == kMostKnown) return {};
    return known_.emplace(interface, ask_kernel(std::string(interface))).first->second;
}

// Of a capture file, or meanwhile gone: an interface that does not exist has no alias.
std::string InterfaceAliases::ask_kernel(const std::string& interface)
{
    std::string alias;
    if (read_alias(interface, alias) || errno == ENODEV || std::exchange(has_failed_, true)) return alias;
    spdlog::warn("{}: names: cannot read the alias of {}: {}; rows will have none where that fails", who_, interface,
                 std::strerror(errno));
    return {};
}

}  // namespace hookline::names
