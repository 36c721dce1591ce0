// SPDX-License-Identifier: MIT
#include "names/ares_resolver.hpp"

#define CARES_NO_DEPRECATED  // its newer interface is not in Debian 12
#include <ares.h>
#include <arpa/nameser.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/time.h>

#include <algorithm>

namespace hookline::names {
namespace {

constexpr int kTries = 2;

std::string list_of(const std::vector<std::string>& servers)
{
    std::string text;
    for (const auto& server : servers)
        text.append(text.empty() ? "" : ",").append(server);
    return text;
}

// Did a server say something about the name?
bool is_reply(int status)
{
    return status == ARES_SUCCESS || status == ARES_ENODATA || status == ARES_ENOTFOUND;
}

}  // namespace

struct AresResolver::Question {
    AresResolver& resolver;
    Address address;
};

void AresResolver::Closer::operator()(ares_channeldata* channel) const
{
    ares_destroy(channel);
}

AresResolver::AresResolver(std::string who, const config::Names& options, Poller& poller)
    : who_(std::move(who)), options_(options), poller_(poller)
{
    poller_.on_ready = [this](int fd, bool readable, bool writable) {
        process(readable ? fd : ARES_SOCKET_BAD, writable ? fd : ARES_SOCKET_BAD);
    };
    poller_.on_wake = [this] {
        has_timer_ = false;
        process(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    };
}

// Questions that are under way are told ARES_EDESTRUCTION, which goes no further.
AresResolver::~AresResolver()
{
    on_answer = nullptr;
    channel_.reset();
    poller_.on_ready = nullptr;
    poller_.on_wake = nullptr;
}

AresResolver::Channel AresResolver::open() const
{
    ares_options options{};
    options.timeout =
        static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(options_.dns_timeout).count());
    options.tries = kTries;
    options.sock_state_cb_data = &poller_;
    options.sock_state_cb = [](void* poller, ares_socket_t fd, int readable, int writable) {
        static_cast<Poller*>(poller)->watch(fd, readable != 0, writable != 0);
    };
    ares_channel opened = nullptr;
    int status = ares_library_init(ARES_LIB_INIT_ALL);
    if (status == ARES_SUCCESS)
        status = ares_init_options(&opened, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
    Channel channel(opened);
    if (status == ARES_SUCCESS && !options_.dns_servers.empty())
        status = ares_set_servers_ports_csv(channel.get(), list_of(options_.dns_servers).c_str());
    if (status == ARES_SUCCESS) return channel;
    spdlog::error("{}: names: c-ares cannot be set up for reverse DNS: {}; there will be no host names", who_,
                  ares_strerror(status));
    return nullptr;
}

void AresResolver::ask(const Address& address)
{
    if (!channel_ && !has_failed_) channel_ = open();
    has_failed_ = !channel_;
    if (has_failed_) return on_answer(address, std::nullopt);
    ++pending_;
    ares_query(channel_.get(), pointer_name(address).c_str(), ns_c_in, ns_t_ptr, &AresResolver::take,
               new Question{*this, address});
    set_timer();
}

void AresResolver::take(void* question, int status, int, unsigned char* reply, int size)
{
    const std::unique_ptr<Question> asked(static_cast<Question*>(question));
    auto& resolver = asked->resolver;
    --resolver.pending_;
    if (!resolver.on_answer) return;
    if (!is_reply(status) || reply == nullptr || size <= 0) return resolver.on_answer(asked->address, std::nullopt);
    resolver.on_answer(asked->address, parse_reply({reply, static_cast<std::size_t>(size)}));
}

void AresResolver::process(int readable, int writable)
{
    if (!channel_) return;
    ares_process_fd(channel_.get(), readable, writable);
    set_timer();
}

// Time-outs of later questions are later: one timer does for all.
void AresResolver::set_timer()
{
    if (has_timer_ || pending_ == 0) return;
    timeval most{.tv_sec = 1, .tv_usec = 0};
    timeval left{};
    const auto* next = ares_timeout(channel_.get(), &most, &left);
    const auto delay = std::chrono::milliseconds(next->tv_sec * 1000 + next->tv_usec / 1000 + 1);
    has_timer_ = true;
    poller_.wake_in(delay);
}

}  // namespace hookline::names
