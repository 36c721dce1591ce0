// SPDX-License-Identifier: MIT
// Capture `gen`: rows that a test can predict, on streams of all three kinds, and every misbehaviour that an author who
// uses the C++ wrapper can commit.
//
// Each tick it emits `rows` rows on each stream that is on. Row i (from 0) counts i + 1 packets of 100 bytes each on
// `flow`; an event or a packet row counts one packet, of 0 and 60 + i bytes.
#include <hookline/capture.hpp>

#include <algorithm>
#include <array>
#include <thread>

#include "streams.hpp"

namespace tests {
namespace {

using hookline::Host;
using hookline::Options;
namespace option = hookline::option;

constexpr const char* kMisbehaviours[] = {
    "none",        "throw_create", "throw_start", "throw_drain", "throw_stop", "retry_start",
    "never_start", "garbage_rows", "bad_stride",  "bad_stream",  "null_rows",  "lost",
    "filtered",    "unbalanced",   "slow",        "bad_status",  nullptr,
};
constexpr const char* kStreamNames[] = {"flow", "tcp_event", "packet"};
constexpr hookline_option kOptions[] = {
    option::integer("rows", "rows a tick on each stream", "10", 0, 1'000'000),
    option::integer("ticks", "drains until the source ends; 0: never", "3", 0, 1'000'000'000),
    option::integer("varies", "rows of a tick that share a key", "1", 1, 1'000'000),
    option::strings("streams", "streams to emit on", R"(["flow", "tcp_event", "packet"])"),
    option::choice("misbehave", "what to do wrong", "\"none\"", kMisbehaviours),
};
constexpr const hookline_schema* kStreams[] = {&hookline_flow_schema, &kTcpEventSchema, &kPacketSchema};
constexpr std::int64_t kEpoch = 1'700'000'000'000'000'000;
constexpr std::uint32_t kMostRows = 512;  // in a batch

void set_ipv4(std::uint8_t (&address)[16], std::uint32_t host)
{
    address[10] = address[11] = 0xff;
    address[12] = 10;
    address[13] = static_cast<std::uint8_t>(host >> 16);
    address[14] = static_cast<std::uint8_t>(host >> 8);
    address[15] = static_cast<std::uint8_t>(host);
}

hookline_flow flow_row(std::uint32_t index, std::int64_t now)
{
    hookline_flow row{};
    for (const auto shown :
         {HOOKLINE_FLOW_PACKETS, HOOKLINE_FLOW_BYTES, HOOKLINE_FLOW_PROTO, HOOKLINE_FLOW_SRC_ADDR,
          HOOKLINE_FLOW_SRC_PORT, HOOKLINE_FLOW_DST_ADDR, HOOKLINE_FLOW_DST_PORT, HOOKLINE_FLOW_DIRECTION,
          HOOKLINE_FLOW_INTERFACE, HOOKLINE_FLOW_TCP_FLAGS, HOOKLINE_FLOW_FIRST, HOOKLINE_FLOW_LAST})
        row.present |= HOOKLINE_FLOW_BIT(shown);
    set_ipv4(row.src_addr, index + 1);
    set_ipv4(row.dst_addr, 0xffff01);
    row.interface = hookline::to_abi("gen0");
    row.packets = index + 1;
    row.bytes = row.packets * 100;
    row.first = row.last = now;
    row.proto = index % 2 == 0 ? 6 : 17;
    row.src_port = static_cast<std::uint16_t>(1024 + index % 60000);
    row.dst_port = 443;
    row.direction = index % 2 == 0 ? HOOKLINE_DIRECTION_IN : HOOKLINE_DIRECTION_OUT;
    row.tcp_flags = 0x12;
    return row;
}

TcpEvent event_row(std::uint32_t index, std::int64_t now)
{
    static constexpr std::string_view kReasons[] = {"reset by peer", "timed out, \"again\"\n"};
    TcpEvent row{now, {}, {}, hookline::to_abi(kReasons[index % 2]), index % 2 == 0 ? 1U : 7U, 0, "curl"};
    set_ipv4(row.src_addr, index + 1);
    row.dst_addr[0] = 0xfd;  // fd00::1
    row.dst_addr[15] = 1;
    row.retransmitted = index % 2;
    return row;
}

Packet packet_row(std::uint32_t index, std::int64_t now)
{
    static constexpr std::array<char, 16> kBytes = {'\0', '\1', '\xff', 'a', '"', '\n', '\\', ' '};
    Packet row{now, 60 + index, {kBytes.data(), index % (kBytes.size() + 1)}, {2, 0, 0, 0, 0, 0}, 0x0008};
    row.src_mac[5] = static_cast<std::uint8_t>(index);
    return row;
}

class Gen final : public hookline::Capture {
public:
    Gen(Host host, const Options& options)
        : host_(host),
          rows_(static_cast<std::uint32_t>(options.integer("rows"))),
          ticks_(options.integer("ticks")),
          varies_(static_cast<std::uint32_t>(options.integer("varies"))),
          misbehaviour_(options.string("misbehave"))
    {
        for (const auto& name : options.strings("streams")) {
            const auto found = std::ranges::find(kStreamNames, name, [](const char* n) { return std::string(n); });
            if (found == std::end(kStreamNames)) throw hookline::invalid_option("no stream \"" + name + "\"");
            enabled_.at(static_cast<std::size_t>(found - std::begin(kStreamNames))) = true;
        }
        fail_if("throw_create");
    }

    void start() override
    {
        fail_if("throw_start");
        const bool fails = is("never_start") || (is("retry_start") && ++starts_ < 3);
        if (fails) throw hookline::retry_later("gen: not ready yet");
    }

    hookline_status drain(std::size_t budget) override
    {
        fail_if("throw_drain");
        if (is("slow")) std::this_thread::sleep_for(std::chrono::milliseconds(100));
        if (is("bad_status")) return static_cast<hookline_status>(77);
        if (stopped_ || (ticks_ != 0 && tick_ == ticks_)) return HOOKLINE_END;
        if (row_ == 0) account();
        const auto count = static_cast<std::uint32_t>(std::min<std::size_t>({budget, rows_ - row_, kMostRows}));
        if (count > 0) emit(row_, count);
        row_ += count;
        if (row_ < rows_) return HOOKLINE_MORE;
        row_ = 0;
        ++tick_;
        return tick_ == ticks_ ? HOOKLINE_END : HOOKLINE_OK;
    }

    void stop() override
    {
        // What was seen is still drained, and that is whole ticks.
        stopped_ = row_ == 0;
        ticks_ = tick_ + 1;
        fail_if("throw_stop");
    }

private:
    [[nodiscard]] bool is(std::string_view misbehaviour) const { return misbehaviour_ == misbehaviour; }
    void fail_if(std::string_view misbehaviour) const
    {
        if (is(misbehaviour)) throw std::runtime_error("gen: asked to " + misbehaviour_);
    }

    // Everything that this tick will emit has been seen.
    void account() const
    {
        const std::uint64_t n = rows_;
        if (enabled_[0]) host_.count(HOOKLINE_SEEN, nullptr, n * (n + 1) / 2, n * (n + 1) / 2 * 100);
        if (enabled_[1]) host_.count(HOOKLINE_SEEN, nullptr, n, 0);
        if (enabled_[2] && n > 0) host_.count(HOOKLINE_SEEN, nullptr, n, n * 60 + n * (n - 1) / 2);
        if (is("unbalanced")) host_.count(HOOKLINE_SEEN, nullptr, 1, 1);
        if (!is("lost") && !is("filtered")) return;
        host_.count(HOOKLINE_SEEN, nullptr, 5, 500);
        host_.count(is("lost") ? HOOKLINE_LOST : HOOKLINE_FILTERED, is("lost") ? "ring_full" : "no_arp", 5, 500);
    }

    void emit(std::uint32_t from, std::uint32_t count)
    {
        const auto now = kEpoch + tick_ * 1'000'000'000;
        if (enabled_[0]) emit_rows(0, from, count, [&](std::uint32_t i) { return flow_row(i / varies_, now); });
        if (enabled_[1]) emit_rows(1, from, count, [&](std::uint32_t i) { return event_row(i, now); });
        if (enabled_[2]) emit_rows(2, from, count, [&](std::uint32_t i) { return packet_row(i, now); });
    }

    template <class Make>
    void emit_rows(std::uint32_t stream, std::uint32_t from, std::uint32_t count, const Make& make)
    {
        std::vector<decltype(make(0))> rows;
        for (auto i = from; i < from + count; ++i)
            rows.push_back(make(i));
        hookline_batch batch{sizeof(hookline_batch),
                             0,
                             kStreams[stream],
                             rows.data(),
                             count,
                             sizeof(rows[0]),
                             kEpoch,
                             kEpoch + (tick_ + 1) * 1'000'000'000,
                             nullptr};
        spoil(batch, rows);
        host_.emit(is("bad_stream") ? 99 : stream, batch);
    }

    template <class Rows>
    void spoil(hookline_batch& batch, Rows& rows) const
    {
        if (is("bad_stride")) batch.stride = 12;
        if (is("null_rows")) batch.rows = nullptr;
        if (!is("garbage_rows")) return;
        for (auto& row : rows)
            make_garbage(row);
    }
    static void make_garbage(hookline_flow& row) { row.interface = {nullptr, 1000}; }
    static void make_garbage(TcpEvent& row) { row.retransmitted = 7; }
    static void make_garbage(Packet& row) { row.data = {"", ~std::size_t{0}}; }

    Host host_;
    std::uint32_t rows_;
    std::int64_t ticks_;
    std::uint32_t varies_;
    std::string misbehaviour_;
    std::array<bool, 3> enabled_{};
    int starts_ = 0;
    std::int64_t tick_ = 0;
    std::uint32_t row_ = 0;
    bool stopped_ = false;
};

}  // namespace
}  // namespace tests

HOOKLINE_CAPTURE_PLUGIN(tests::Gen, "gen", "1.0", "MIT", "rows that a test can predict", tests::kOptions,
                        tests::kStreams);
