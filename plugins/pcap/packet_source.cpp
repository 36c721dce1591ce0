// SPDX-License-Identifier: MIT
#include "packet_source.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <hookline/plugin.hpp>

namespace hookline::pcap {
namespace {

constexpr std::size_t kFileBuffer = 1 << 18;
constexpr int kLiveBuffer = 16 << 20;  // of the kernel's ring, bytes
constexpr int kLiveTimeoutMs = 100;    // the kernel hands over a block that is not full after this

std::FILE* open_stream(const std::string& path)
{
    if (path == "-") return stdin;
    std::FILE* stream = std::fopen(path.c_str(), "rbe");
    if (stream == nullptr) throw Error(fmt::format("{}: cannot be opened: {} ({})", path, std::strerror(errno), errno));
    std::setvbuf(stream, nullptr, _IOFBF, kFileBuffer);
    return stream;
}

// pcap_activate() and friends: a status, and words that may say more.
std::string explain(pcap_t* handle, int status)
{
    const char* more = ::pcap_geterr(handle);
    const char* text = ::pcap_statustostr(status);
    return more == nullptr || *more == '\0' ? std::string(text) : fmt::format("{}: {}", text, more);
}

}  // namespace

void PacketSource::FreeCode::operator()(bpf_program* code) const
{
    ::pcap_freecode(code);
    delete code;
}

PacketSource PacketSource::open_file(const std::string& path)
{
    std::FILE* stream = open_stream(path);
    char words[PCAP_ERRBUF_SIZE] = "";
    // From here on libpcap closes the stream, also when it fails to open it and it is not standard input.
    std::unique_ptr<pcap_t, Close> handle(
        ::pcap_fopen_offline_with_tstamp_precision(stream, PCAP_TSTAMP_PRECISION_NANO, words));
    if (!handle) {
        if (stream != stdin) std::fclose(stream);
        throw Error(fmt::format("{}: is no capture file that libpcap can read: {}", path, words));
    }
    return {std::move(handle), path, false};
}

PacketSource PacketSource::open_live(const LiveSettings& settings)
{
    const auto& interface = settings.interface;
    char words[PCAP_ERRBUF_SIZE] = "";
    std::unique_ptr<pcap_t, Close> handle(::pcap_create(interface.c_str(), words));
    if (!handle) throw Error(fmt::format("{}: {}", interface, words));
    ::pcap_set_snaplen(handle.get(), settings.snaplen);
    ::pcap_set_promisc(handle.get(), settings.promiscuous ? 1 : 0);
    ::pcap_set_timeout(handle.get(), kLiveTimeoutMs);
    ::pcap_set_buffer_size(handle.get(), kLiveBuffer);
    ::pcap_set_tstamp_precision(handle.get(), PCAP_TSTAMP_PRECISION_NANO);
    if (const int status = ::pcap_activate(handle.get()); status < 0) {
        const char* hint = status == PCAP_ERROR_PERM_DENIED ? "; run as root or with CAP_NET_RAW" : "";
        throw Error(fmt::format("{}: cannot be captured from: {}{}", interface, explain(handle.get(), status), hint));
    }
    if (::pcap_setnonblock(handle.get(), 1, words) < 0) throw Error(fmt::format("{}: {}", interface, words));
    return {std::move(handle), interface, true};
}

void PacketSource::set_filter(const std::string& expression)
{
    std::unique_ptr<bpf_program, FreeCode> code(new bpf_program{});
    if (::pcap_compile(handle_.get(), code.get(), expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) < 0)
        throw Error(fmt::format("filter \"{}\": {}", expression, ::pcap_geterr(handle_.get())));
    if (!live_) {
        filter_ = std::move(code);
        return;
    }
    if (::pcap_setfilter(handle_.get(), code.get()) < 0)
        throw Error(fmt::format("{}: filter \"{}\": {}", name_, expression, ::pcap_geterr(handle_.get())));
}

bool PacketSource::passes(const pcap_pkthdr& header, const std::uint8_t* frame) const
{
    return !filter_ || ::pcap_offline_filter(filter_.get(), &header, frame) != 0;
}

int PacketSource::read(int budget, pcap_handler handler, std::uint8_t* argument)
{
    const int count = ::pcap_dispatch(handle_.get(), budget, handler, argument);
    if (count < 0) throw Error(fmt::format("{}: {}", name_, ::pcap_geterr(handle_.get())));
    return count;
}

Drops PacketSource::drops() const
{
    pcap_stat stat{};
    if (!live_ || ::pcap_stats(handle_.get(), &stat) < 0) return {};
    return {stat.ps_drop, stat.ps_ifdrop};
}

}  // namespace hookline::pcap
