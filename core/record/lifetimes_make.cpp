// SPDX-License-Identifier: MIT
// `timeouts` against the columns of the table.
#include <string>

#include "record/lifetimes.hpp"
#include "record/types.hpp"

namespace hookline::record {

namespace {

using Limit = std::optional<std::chrono::nanoseconds>;

// Where it is not configured: longer than a peer takes to send its last ACK, retransmissions of it included.
constexpr std::chrono::seconds kClosed{5};

Limit any_of(const config::Pipeline& pipeline, Limit config::Timeouts::* which)
{
    if (const auto& limit = pipeline.timeouts.*which; limit && limit->count() > 0) return limit;
    for (const auto& proto : pipeline.proto_timeouts)
        if (const auto& limit = proto.timeouts.*which; limit && limit->count() > 0) return limit;
    return std::nullopt;
}

}  // namespace

class LifetimesMaker {
public:
    LifetimesMaker(const Schema& output, const config::Pipeline& pipeline, config::Complaints& complaints)
        : output_(output), pipeline_(pipeline), complaints_(complaints)
    {
    }

    Lifetimes make()
    {
        const auto* reason = output_.find("end_reason");
        made_.schema_ = output_.abi();
        made_.other_ = output_.find("other");
        made_.reason_bit_ = presence_bit(*reason);
        made_.reason_offset_ = reason->offset;
        find_columns();
        // A group of flows does not end with the first of them, unless somebody says that the group is a flow.
        if (pipeline_.group_by.empty()) made_.limits_.closed = std::chrono::nanoseconds(kClosed).count();
        made_.limits_ = join(made_.limits_, pipeline_.timeouts);
        if (!pipeline_.proto_timeouts.empty() && made_.proto_ == nullptr)
            complain(pipeline_.proto_timeouts.front().place, "rows have no \"proto\" to tell protocols apart by");
        else
            for (const auto& of : pipeline_.proto_timeouts)
                add(of);
        return std::move(made_);
    }

private:
    void find_columns()
    {
        using config::Timeouts;
        made_.last_ = find("last", HOOKLINE_WHEN, "idle", any_of(pipeline_, &Timeouts::idle));
        made_.first_ = find("first", HOOKLINE_WHEN, "active", any_of(pipeline_, &Timeouts::active));
        made_.tcp_flags_ = find("tcp_flags", HOOKLINE_LABEL, "closed", any_of(pipeline_, &Timeouts::closed));
        made_.proto_ = find("proto", HOOKLINE_KEY, "", {});
    }

    // Null where there is none that fits: a complaint where a limit needs it.
    const hookline_column* find(const char* name, hookline_role role, const std::string& limit, const Limit& needed)
    {
        const auto* column = output_.find(name);
        const bool is_time = column != nullptr && column->type == HOOKLINE_TIME;
        const bool fits = column != nullptr && column->role == role &&
                          (role == HOOKLINE_WHEN ? is_time : is_unsigned_integer(column->type));
        if (fits) return column;
        if (needed) complain(pipeline_.place_of("timeouts"), limit + " needs a column \"" + name + "\", there is none");
        return nullptr;
    }

    static Lifetimes::Limits join(Lifetimes::Limits limits, const config::Timeouts& over)
    {
        const auto set = [](std::int64_t& limit, const Limit& to) {
            if (to) limit = to->count() > 0 ? to->count() : Lifetimes::kNever;
        };
        set(limits.idle, over.idle);
        set(limits.active, over.active);
        set(limits.closed, over.closed);
        return limits;
    }

    void add(const config::ProtoTimeouts& of)
    {
        const auto protos = integer_range(*made_.proto_, of.proto);
        if (!protos) return complain(of.place, protos.error().text);
        for (const auto& known : made_.proto_limits_)
            if (protos->low <= known.protos.high && known.protos.low <= protos->high)
                return complain(of.place, '"' + of.proto + "\": another entry is of the same protocol");
        made_.proto_limits_.push_back({*protos, join(made_.limits_, of.timeouts)});
    }

    void complain(const config::Place& place, const std::string& text)
    {
        complaints_.push_back({place, pipeline_.name + ": timeouts: " + text});
    }

    const Schema& output_;
    const config::Pipeline& pipeline_;
    config::Complaints& complaints_;
    Lifetimes made_;
};

Schema::Draft Lifetimes::column()
{
    Schema::Draft draft;
    draft.column.type = HOOKLINE_U8;
    draft.column.role = HOOKLINE_LABEL;
    draft.name = "end_reason";
    draft.help = "why the row has ended; this report is the last that shows it";
    const auto name = [&](EndReason reason, const char* text) {
        draft.names.emplace_back(static_cast<std::uint64_t>(reason), text);
    };
    name(EndReason::idle, "idle");
    name(EndReason::active, "active");
    name(EndReason::fin, "fin");
    name(EndReason::evicted, "evicted");
    name(EndReason::rst, "rst");
    return draft;
}

std::optional<Lifetimes> Lifetimes::make(const Schema& output, const config::Pipeline& pipeline,
                                         config::Complaints& complaints)
{
    if (!pipeline.has_timeouts()) return std::nullopt;
    const auto before = complaints.size();
    auto made = LifetimesMaker(output, pipeline, complaints).make();
    if (complaints.size() != before) return std::nullopt;
    return made;
}

}  // namespace hookline::record
