// SPDX-License-Identifier: MIT
#include "record/lifetimes.hpp"

#include <algorithm>

#include "record/types.hpp"

namespace hookline::record {

namespace {

constexpr std::uint64_t kFin = 0x01;  // RFC 9293 3.1
constexpr std::uint64_t kRst = 0x04;

}  // namespace

bool Lifetimes::end_by(std::uint64_t* row, std::int64_t now_ns) const
{
    if (has_ended(row)) return true;
    const auto end = end_of(row);
    if (end.at > now_ns) return false;
    mark(row, end.reason);
    return true;
}

bool Lifetimes::end_before(std::uint64_t* row, const std::uint64_t* next) const
{
    if (has_ended(row)) return true;
    const auto began = time(next, first_);
    return began && end_by(row, *began);
}

void Lifetimes::mark(std::uint64_t* row, EndReason reason) const
{
    row[0] |= reason_bit_;
    reinterpret_cast<std::byte*>(row)[reason_offset_] = static_cast<std::byte>(reason);
}

void Lifetimes::End::sooner(std::int64_t from, std::int64_t limit, EndReason why)
{
    std::int64_t then = 0;
    if (limit == kNever || __builtin_add_overflow(from, limit, &then) || then >= at) return;
    at = then;
    reason = why;
}

// Of what would end it, what came first.
Lifetimes::End Lifetimes::end_of(const std::uint64_t* row) const
{
    const auto& limits = limits_of(row);
    End end;
    if (const auto last = time(row, last_)) {
        if (const auto reason = closed_by(row)) end.sooner(*last, limits.closed, *reason);
        end.sooner(*last, limits.idle, EndReason::idle);
    }
    if (const auto first = time(row, first_)) end.sooner(*first, limits.active, EndReason::active);
    return end;
}

// Where a row stands for many flows, the end of one is not its own.
std::optional<EndReason> Lifetimes::closed_by(const std::uint64_t* row) const
{
    const Row read(*schema_, row);
    if (tcp_flags_ == nullptr || !read.has(*tcp_flags_) || read.integer(*other_) != 0) return std::nullopt;
    const auto flags = read.integer(*tcp_flags_);
    if ((flags & kRst) != 0) return EndReason::rst;
    if ((flags & kFin) != 0) return EndReason::fin;
    return std::nullopt;
}

const Lifetimes::Limits& Lifetimes::limits_of(const std::uint64_t* row) const
{
    if (proto_ == nullptr) return limits_;
    const Row read(*schema_, row);
    if (!read.has(*proto_)) return limits_;
    const auto proto = read.integer(*proto_);
    const auto found = std::find_if(proto_limits_.begin(), proto_limits_.end(), [&](const ProtoLimits& of) {
        return of.protos.low <= proto && proto <= of.protos.high;
    });
    return found == proto_limits_.end() ? limits_ : found->limits;
}

// Rows whose capture tells no time end only when the table needs their room.
std::optional<std::int64_t> Lifetimes::time(const std::uint64_t* row, const hookline_column* column) const
{
    if (column == nullptr || (row[0] & presence_bit(*column)) == 0) return std::nullopt;
    return static_cast<std::int64_t>(row[column->offset / sizeof *row]);
}

}  // namespace hookline::record
