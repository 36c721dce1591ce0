// SPDX-License-Identifier: MIT
#include "bpf_support/payload_details.hpp"

#include <string>
#include <string_view>

#include "bpf_support/errors.hpp"
#include "capture_stats.h"
#include "first_packet.h"

namespace hookline::bpf {
namespace {

bool has_ports(const hookline_flow& row)
{
    return (row.present & HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_SRC_PORT)) != 0;
}

// A connection whose word was lost is looked at again in its middle: then what is known of it stays.
bool begins(const hl_first_packet& packet)
{
    constexpr std::uint8_t kHandshake = 22;  // RFC 8446 5.1, 4
    constexpr std::uint8_t kClientHello = 1;
    const std::string_view text(reinterpret_cast<const char*>(packet.payload), packet.size);
    if (packet.is_first == 0) return false;
    if (packet.label == HL_LABEL_TLS)
        return text.size() > 5 && packet.payload[0] == kHandshake && packet.payload[5] == kClientHello;
    return packet.label != HL_LABEL_HTTP || !text.starts_with("HTTP/");
}

}  // namespace

PayloadDetails::PayloadDetails(const Host& host, const PayloadMaps& maps)
    : host_(host),
      knobs_(maps.knobs),
      labels_(maps.connections),
      cpus_(maps.cpus, 0, maps.cpu_count * sizeof(hl_cpu)),
      cpu_count_(maps.cpu_count)
{
    if (knobs_.server_names) open_ring(maps.first_packets);
}

PayloadDetails::~PayloadDetails()
{
    if (lost_ != 0) host_.warn("server names: " + std::to_string(lost_) + " packets found the ring full, in all");
}

void PayloadDetails::open_ring(int map_fd)
{
    ring_.reset(ring_buffer__new(map_fd, &PayloadDetails::on_packet, this, nullptr));
    if (!ring_) throw Error("cannot map the ring of first packets: " + kernel_words(errno));
    names_.emplace();
    // The programs wake us only when it is half full: else the next drain is soon enough.
    watch_.emplace(host_, ring_buffer__epoll_fd(ring_.get()), HOOKLINE_READABLE,
                   [this](std::uint32_t) { read_packets(); });
}

int PayloadDetails::on_packet(void* self, void* data, std::size_t /*size*/)
{
    const auto& packet = *static_cast<const hl_first_packet*>(data);
    auto& names = *static_cast<PayloadDetails*>(self)->names_;
    if (begins(packet)) names.forget(packet.key);
    names.add(packet.key, static_cast<hl_label>(packet.label), {packet.payload, packet.size}, packet.sequence);
    return 0;
}

void PayloadDetails::read_packets()
{
    const int read = ring_buffer__consume(ring_.get());
    if (read < 0) host_.error("cannot read the ring of first packets: " + kernel_words(-read));
}

void PayloadDetails::tell_losses()
{
    std::uint64_t lost = 0;
    for (std::uint32_t cpu = 0; cpu < cpu_count_; ++cpu)
        lost += cpus_.as<const volatile hl_cpu>()[cpu].names_lost;
    if (lost_ == 0 && lost != 0)
        host_.warn(
            "server names: more new connections than the ring has room for; some will have no server_name (how many "
            "packets found it full is said at the end)");
    lost_ = lost;
}

void PayloadDetails::begin_round()
{
    if (!ring_) return;
    read_packets();
    tell_losses();
}

void PayloadDetails::add_to(hookline_flow& row, const hl_flow_key& key, const hl_slot& /*slot*/)
{
    if (!knobs_.labels || !has_ports(row)) return;
    if (row.app_proto == HL_LABEL_NONE) row.app_proto = labels_.label_of(key);
    if (row.app_proto == HL_LABEL_NONE) return;
    row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_APP_PROTO);
    if (!names_ || hl_label_has_name(row.app_proto) == 0) return;
    const auto name = names_->name_of(key);
    if (name.empty()) return;
    row.server_name = to_abi(name);
    row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_SERVER_NAME);
}

}  // namespace hookline::bpf
