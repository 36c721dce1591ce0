// SPDX-License-Identifier: MIT
#include "bpf_support/flow_drain.hpp"

#include <memory>

namespace hookline::bpf {
namespace {

// More elements a call save nothing (measured: 256 to 16384 take the same time), and their copies take memory.
constexpr std::size_t kChunk = 1024;

std::int64_t now_ns()
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

}  // namespace

FlowDrain::FlowDrain(const Host& host, const FlowTable& table, FlowRows rows, InterfaceName name)
    : host_(host),
      bank_(table.bank),
      readers_{MapReader(table.banks[0]), MapReader(table.banks[1])},
      book_(host, table.stats),
      rows_(std::move(rows)),
      name_(std::move(name)),
      grace_(GracePeriod::make()),
      period_begin_ns_(now_ns())
{
    host_.debug(std::string("grace periods by ") + grace_.way());
}

hookline_status FlowDrain::drain(std::size_t budget)
{
    switch (state_) {
    case State::idle:
        book_.update();
        if (book_.packets_for_rows() == delivered_) return HOOKLINE_OK;
        start_waiting();
        return HOOKLINE_PENDING;
    case State::waiting: return HOOKLINE_PENDING;
    case State::reading: return read_old(budget);
    case State::last_old:
    case State::last_new: return read_last(budget);
    case State::done: return HOOKLINE_OK;
    }
    return HOOKLINE_OK;
}

void FlowDrain::start_waiting()
{
    *bank_ = *bank_ ^ 1;
    state_ = State::waiting;
    begin_round();
    const auto wait = [](void* self) { static_cast<FlowDrain*>(self)->wait_or_say(); };
    const auto done = [](void* self) {
        auto* drain = static_cast<FlowDrain*>(self);
        if (drain->state_ == State::waiting) drain->state_ = State::reading;
        drain->host_.wake();  // also when finish() came first: the host has been told PENDING
    };
    host_.abi().run_blocking(host_.abi().context, wait, done, this);
}

// Without the wait rows may be torn, which is worth an error but not the end.
void FlowDrain::wait_or_say() const
{
    try {
        grace_.wait();
    } catch (const std::exception& error) {
        host_.error(error.what());
    }
}

void FlowDrain::begin_round()
{
    const auto now = now_ns();
    rows_.set_period(period_begin_ns_, now);
    period_begin_ns_ = now;
    clock_offset_ = monotonic_to_realtime();
}

// Rows are handed on whatever happens: what was removed from the map is nowhere else.
bool FlowDrain::read(MapReader& reader, std::size_t budget, MapReader::After after)
{
    const std::unique_ptr<FlowRows, void (*)(FlowRows*)> flush_at_end(&rows_, [](FlowRows* rows) { rows->flush(); });
    for (std::size_t taken = 0; taken < budget; taken += reader.size()) {
        const bool more = reader.next(kChunk, after);
        for (std::size_t element = 0; element < reader.size(); ++element) {
            const auto& key = reader.key<hl_flow_key>(element);
            const auto& counters = reader.value<hl_flow_counters>(element);
            rows_.add(flow_row(key, counters, name_(key.ifindex), clock_offset_));
            delivered_ += counters.packets;
        }
        if (!more) return false;
    }
    return true;
}

hookline_status FlowDrain::read_old(std::size_t budget)
{
    const bool more = read(readers_[*bank_ ^ 1], budget, MapReader::After::remove);
    if (more) return HOOKLINE_MORE;
    state_ = State::idle;
    return HOOKLINE_OK;
}

void FlowDrain::finish(bool wait)
{
    if (state_ >= State::last_old) return;
    if (wait) wait_or_say();
    book_.update();
    begin_round();
    // What was read before is no longer in the old bank: a half-read one is read from its start.
    for (auto& reader : readers_)
        reader.rewind();
    state_ = State::last_old;
}

hookline_status FlowDrain::read_last(std::size_t budget)
{
    const std::uint32_t bank = state_ == State::last_old ? *bank_ ^ 1 : *bank_;
    if (!read(readers_[bank], budget, MapReader::After::keep))
        state_ = state_ == State::last_old ? State::last_new : State::done;
    return state_ == State::done ? HOOKLINE_OK : HOOKLINE_MORE;
}

}  // namespace hookline::bpf
