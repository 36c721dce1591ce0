// SPDX-License-Identifier: MIT
#include "bpf_support/flow_drain.hpp"

#include <algorithm>
#include <fstream>
#include <memory>

namespace hookline::bpf {
namespace {

std::int64_t now_ns()
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

// Since Linux commit 3253cb49cbad softirqs are no lock there.
bool is_realtime()
{
    char value = '0';
    std::ifstream("/sys/kernel/realtime") >> value;
    return value == '1';
}

}  // namespace

FlowDrain::FlowDrain(const Host& host, const FlowTable& table, FlowRows rows, InterfaceName name)
    : host_(host),
      bank_(table.bank),
      written_(*table.bank & 1),
      changed_(table.hashes.changed),
      reader_(BankReader::make(table)),
      book_(host, table),
      rows_(std::move(rows)),
      name_(std::move(name)),
      grace_(GracePeriod::make()),
      pressure_(host),
      period_begin_ns_(now_ns())
{
    host_.debug(std::string("grace periods by ") + grace_.way());
    if (is_realtime())
        host_.warn(
            "this is a PREEMPT_RT kernel, on which one run of the program may interrupt another on its CPU: counts may "
            "be missed");
}

hookline_status FlowDrain::drain(std::size_t budget)
{
    switch (state_) {
    case State::idle:
        book_.update();
        pressure_.tick();
        if (!has_news()) return HOOKLINE_OK;
        start_waiting();
        return HOOKLINE_PENDING;
    case State::waiting: return HOOKLINE_PENDING;
    case State::reading:
    case State::last_old:
    case State::last_new: return read_on(budget);
    case State::done: return HOOKLINE_OK;
    }
    return HOOKLINE_OK;
}

bool FlowDrain::has_news() const
{
    return book_.packets_for_rows() != delivered_ || (changed_ != nullptr && changed_[written_] != 0) ||
           std::any_of(details_.begin(), details_.end(), [](const auto* details) { return details->has_news(); });
}

void FlowDrain::start_waiting()
{
    for (auto* details : details_)
        details->flip();
    written_ ^= 1;
    // After what was zeroed in that bank.
    __atomic_store_n(bank_, written_, __ATOMIC_RELEASE);
    state_ = State::waiting;
    begin_round();
    const auto wait = [](void* self) { static_cast<FlowDrain*>(self)->wait_or_say(); };
    const auto done = [](void* self) {
        auto* drain = static_cast<FlowDrain*>(self);
        if (drain->state_ == State::waiting) {
            drain->state_ = State::reading;
            drain->begin_bank(drain->written_ ^ 1);
        }
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
    clock_ = SlotClock::now();
    last_ifindex_ = 0;
}

void FlowDrain::close()
{
    *bank_ = written_ | HL_BANK_CLOSED;
}

void FlowDrain::finish(bool wait)
{
    if (state_ >= State::last_old) return;
    if (wait) wait_or_say();
    book_.update();
    begin_round();
    // What was read before is no longer there: a half-read bank may be read from its start.
    state_ = State::last_old;
    begin_bank(written_ ^ 1);
}

void FlowDrain::begin_bank(std::uint32_t bank)
{
    for (auto* details : details_)
        details->begin_round();
    reader_->begin(bank);
    if (changed_ != nullptr) changed_[bank] = 0;
}

// Rows are handed on whatever happens: what was removed from the table is nowhere else.
bool FlowDrain::read(std::size_t budget)
{
    const std::unique_ptr<FlowRows, void (*)(FlowRows*)> flush_at_end(&rows_, [](FlowRows* rows) { rows->flush(); });
    return reader_->next(budget, [this](const hl_flow_key& key, const hl_slot& slot) { add(key, slot); });
}

hookline_status FlowDrain::read_on(std::size_t budget)
{
    if (!read(budget)) finish_bank();
    return state_ == State::idle || state_ == State::done ? HOOKLINE_OK : HOOKLINE_MORE;
}

void FlowDrain::finish_bank()
{
    switch (state_) {
    case State::reading:
        state_ = State::idle;
        book_.update();  // never behind the rows
        break;
    case State::last_old:
        state_ = State::last_new;
        begin_bank(written_);
        break;
    default:
        state_ = State::done;
        pressure_.tick();
        break;
    }
}

void FlowDrain::add(const hl_flow_key& key, const hl_slot& slot)
{
    auto row = flow_row(key, counters_of(slot, clock_), interface(key.ifindex), clock_.to_realtime_ns);
    for (auto* details : details_)
        details->add_to(row, key, slot);
    rows_.add(row);
    delivered_ += slot.packets;
    if ((key.marks & HL_MARK_OTHER) != 0) pressure_.add(key, slot);
}

hookline_string FlowDrain::interface(std::uint32_t ifindex)
{
    if (ifindex != last_ifindex_) {
        last_ifindex_ = ifindex;
        last_name_ = name_(ifindex);
    }
    return last_name_;
}

}  // namespace hookline::bpf
