// SPDX-License-Identifier: MIT
#include "pcap_capture.hpp"

#include <fmt/format.h>

#include <hookline/flow_schema.h>

#include <algorithm>
#include <span>
#include <utility>

#include "packet_filter/expression.hpp"
namespace hookline::pcap {
namespace {

constexpr hookline_option kOptions[] = {
    option::string("read", "capture file to read (pcap or pcapng, \"-\" for standard input), to its end", nullptr),
    option::string("interface", "interface to capture from live, \"any\" for all", nullptr),
    packet_filter::kOption,
    option::boolean("no_arp", "leave ARP out", "false"),
    option::boolean("promiscuous", "ask a live interface for frames that are not for this host", "false"),
    option::boolean("labels", "say which application protocol a flow is, by its first packets (app_proto)", "true"),
    option::boolean("server_names",
                    "say which server a flow's client asked for (SNI of TLS and QUIC, host of HTTP); needs labels",
                    "true"),
    option::integer("snaplen", "bytes of each frame to look at, live; 256 are enough without server_names", "2048", 64,
                    262144),
    option::integer("max_entries", "flows kept here between drains; more are handed on early, none is lost", "131072",
                    1, 16'777'216),
};

const hookline_schema* const kStreams[] = {&hookline_flow_schema};

constexpr std::uint16_t kArp = 0x0806;
constexpr std::size_t kFragmentHeads = 16'384;
constexpr std::size_t kMostAtStop = 1'000'000;
constexpr std::int64_t kPause = 1'000'000'000;
constexpr std::int64_t kLongestRow = 10 * kPause;

// Names are further back in a packet than headers are.
int snaplen(const Options& options)
{
    constexpr int kHeaders = 256;
    const bool has_names = options.boolean("labels") && options.boolean("server_names");
    return has_names || options.is_set("snaplen") ? static_cast<int>(options.integer("snaplen")) : kHeaders;
}

std::int64_t nanoseconds(const timeval& time)
{
    // With PCAP_TSTAMP_PRECISION_NANO tv_usec holds nanoseconds.
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_usec;
}

// A file is read faster than its packets came. So that the host can tell when a flow paused (`timeouts`), a row has no
// pause inside, nor is it very long.
bool is_another_row(const hl_flow_counters& flow, std::uint64_t time_ns)
{
    const auto since = [time_ns](std::uint64_t then) { return static_cast<std::int64_t>(time_ns - then); };
    return flow.packets != 0 && (since(flow.last_ns) >= kPause || since(flow.first_ns) >= kLongestRow);
}

}  // namespace

PcapCapture::PcapCapture(Host host, const Options& options)
    : host_(host),
      file_(options.string("read")),
      live_{options.string("interface"), snaplen(options), options.boolean("promiscuous")},
      filter_(options.string("filter")),
      no_arp_(options.boolean("no_arp")),
      max_entries_(static_cast<std::size_t>(options.integer("max_entries"))),
      flows_(max_entries_),
      fragments_(kFragmentHeads),
      rows_(host, 0, hookline_flow_schema)
{
    if (file_.empty() == live_.interface.empty())
        throw invalid_option("needs either \"read\" (a file) or \"interface\" (live), and not both");
    if (!filter_.empty()) packet_filter::check_syntax(filter_);
    if (options.boolean("labels")) first_packets_.emplace(max_entries_, options.boolean("server_names"));
}

void PcapCapture::start()
{
    auto source = file_.empty() ? PacketSource::open_live(live_) : PacketSource::open_file(file_);
    parse_frame_ = parser_for(source.link_type());
    if (parse_frame_ == nullptr) {
        const char* name = ::pcap_datalink_val_to_name(source.link_type());
        throw Error(fmt::format("{}: link type {} ({}) is not supported; known are {}", source.name(),
                                source.link_type(), name == nullptr ? "no name" : name, known_link_types()));
    }
    if (!filter_.empty()) source.set_filter(filter_);
    source_ = std::move(source);
    if (source_->is_live())
        watch_ = std::make_unique<Watch>(host_, source_->poll_fd(), HOOKLINE_READABLE,
                                         [this](std::uint32_t) { read_what_is_waiting(); });
}

void PcapCapture::on_packet(std::uint8_t* self, const pcap_pkthdr* header, const std::uint8_t* frame)
{
    reinterpret_cast<PcapCapture*>(self)->parse(*header, frame);
}

void PcapCapture::parse(const pcap_pkthdr& header, const std::uint8_t* frame)
{
    const auto now = nanoseconds(header.ts);
    begin_ns_ = begin_ns_ == 0 ? now : std::min(begin_ns_, now);
    end_ns_ = std::max(end_ns_, now);
    seen_.add(header.len);
    if (!source_->passes(header, frame)) return filtered_.add(header.len);

    auto& parsed = parsed_[parsed_count_];
    parse_frame_(frame, header.caplen, parsed.packet);
    if (no_arp_ && parsed.packet.key.proto == kArp) return no_arp_seen_.add(header.len);
    parsed.time_ns = static_cast<std::uint64_t>(now);
    parsed.size = header.len;
    if (parsed.packet.fragment != HL_FRAGMENT_NONE) fragments_.join(parsed.packet, parsed.time_ns);
    parsed.hash = FlowTable::hash(parsed.packet.key);
    flows_.fetch_slot(parsed.hash);
    if (first_packets_ && first_packets_->wants(parsed.packet, parsed.hash)) look(parsed, frame, header.caplen);
    if (++parsed_count_ == parsed_.size()) count_parsed();
}

void PcapCapture::count_parsed()
{
    const auto all = std::span(parsed_).first(std::exchange(parsed_count_, 0));
    for (const auto& parsed : all)
        flows_.fetch_flow(parsed.hash);
    for (const auto& parsed : all)
        count(parsed);
}

void PcapCapture::count(const Parsed& parsed)
{
    auto* flow = flows_.find_or_insert(parsed.packet.key, parsed.hash);
    if (flow == nullptr) {
        emit_flows();  // full: hand on what there is, and start again
        flow = flows_.find_or_insert(parsed.packet.key, parsed.hash);
    }
    if (is_another_row(*flow, parsed.time_ns)) {
        add_row(parsed.packet.key, *flow);
        *flow = {};
    }
    flow->first_ns = flow->packets == 0 ? parsed.time_ns : std::min<std::uint64_t>(flow->first_ns, parsed.time_ns);
    flow->last_ns = std::max<std::uint64_t>(flow->last_ns, parsed.time_ns);
    flow->packets += 1;
    flow->bytes += parsed.size;
    flow->tcp_flags |= parsed.packet.tcp_flags;
}

// False: there is nothing more, for now (live) or for ever (a file).
bool PcapCapture::read(std::size_t budget)
{
    constexpr std::size_t kMost = 1 << 20;
    const auto most = static_cast<int>(std::clamp<std::size_t>(budget, 1, kMost));
    return source_->read(most, &PcapCapture::on_packet, reinterpret_cast<std::uint8_t*>(this)) > 0;
}

// Between ticks: takes packets out of the kernel's buffer before it is full. Rows are made at the next drain.
void PcapCapture::read_what_is_waiting()
{
    constexpr std::size_t kPackets = 16'384;  // then the loop has its turn, and calls again
    read(kPackets);
}

hookline_status PcapCapture::drain(std::size_t budget)
{
    if (!source_) return HOOKLINE_END;
    try {
        const bool more = !stopped_ && read(budget);
        if (more && !source_->is_live()) return HOOKLINE_MORE;
    } catch (...) {
        drain_flows();  // a file that is cut in the middle was good up to there
        watch_.reset();  // before its descriptor is closed
        source_.reset();
        throw;
    }
    drain_flows();
    return source_->is_live() && !stopped_ ? HOOKLINE_OK : HOOKLINE_END;
}

// Everything that was read, as rows.
void PcapCapture::drain_flows()
{
    count_parsed();
    emit_flows();
}

void PcapCapture::add_row(const hl_flow_key& key, const hl_flow_counters& counters)
{
    const auto interface = to_abi(source_->is_live() ? std::string_view(live_.interface) : std::string_view());
    rows_.set_period(begin_ns_, end_ns_);
    auto row = bpf::flow_row(key, counters, interface, 0);
    if (first_packets_) first_packets_->describe(row, key);
    rows_.add(row);
}

void PcapCapture::emit_flows()
{
    for (const auto& flow : flows_.flows())
        add_row(flow.key, flow.counters);
    rows_.flush();
    flows_.clear();
    report_account();
}

void PcapCapture::report_account()
{
    const auto drops = source_->drops();
    const auto dropped = drops.kernel - std::exchange(told_drops_.kernel, drops.kernel);
    const auto missed = drops.interface - std::exchange(told_drops_.interface, drops.interface);
    // Their bytes are not known to anybody.
    host_.count(HOOKLINE_SEEN, "", seen_.packets + dropped + missed, seen_.bytes);
    if (dropped != 0) host_.count(HOOKLINE_LOST, "kernel_buffer_full", dropped, 0);
    if (missed != 0) host_.count(HOOKLINE_LOST, "interface_drop", missed, 0);
    if (filtered_.packets != 0) host_.count(HOOKLINE_FILTERED, "filter", filtered_.packets, filtered_.bytes);
    if (no_arp_seen_.packets != 0) host_.count(HOOKLINE_FILTERED, "no_arp", no_arp_seen_.packets, no_arp_seen_.bytes);
    seen_ = filtered_ = no_arp_seen_ = {};
}

void PcapCapture::stop()
{
    watch_.reset();
    const bool is_first = !std::exchange(stopped_, true);
    if (!is_first || !source_ || !source_->is_live()) return;
    // What the kernel has put into its buffer was seen. The bound is for traffic that never pauses; rows are for drain(),
    // so that the table must hold them all.
    flows_.set_max_entries(max_entries_ + kMostAtStop);
    read(kMostAtStop);
}

hookline_status PcapCapture::probe(const std::function<void(const std::string&)>& say)
{
    say(fmt::format("files: {}", ::pcap_lib_version()));
    char words[PCAP_ERRBUF_SIZE] = "";
    const std::unique_ptr<pcap_t, void (*)(pcap_t*)> handle(::pcap_create("lo", words), &::pcap_close);
    if (!handle) {
        say(fmt::format("live: {}", words));
        return HOOKLINE_FAILED;
    }
    const int status = ::pcap_activate(handle.get());
    say(status >= 0 ? "live: works" : fmt::format("live: {}", ::pcap_statustostr(status)));
    return HOOKLINE_OK;
}

}  // namespace hookline::pcap

HOOKLINE_CAPTURE_PLUGIN(hookline::pcap::PcapCapture, "pcap", HOOKLINE_VERSION, "MIT",
                        "flows from capture files and from interfaces through libpcap", hookline::pcap::kOptions,
                        hookline::pcap::kStreams);
