// SPDX-License-Identifier: MIT
#include "config/model.hpp"

#include <algorithm>
#include <tuple>

namespace hookline::config {

std::string Place::text() const
{
    if (line == 0) return source;
    return source + ":" + std::to_string(line) + ":" + std::to_string(column);
}

const Place& Pipeline::place_of(std::string_view key) const
{
    const auto found = std::ranges::find(key_places, key, &std::pair<std::string, Place>::first);
    return found == key_places.end() ? place : found->second;
}

bool Pipeline::has_timeouts() const
{
    const auto ends = [](const Timeouts& limits) {
        const auto is_set = [](const auto& limit) { return limit && limit->count() > 0; };
        return is_set(limits.idle) || is_set(limits.active) || is_set(limits.closed);
    };
    return ends(timeouts) || std::ranges::any_of(proto_timeouts, ends, &ProtoTimeouts::timeouts);
}

void sort(Complaints& complaints)
{
    const auto key = [](const Complaint& c) { return std::tie(c.place.source, c.place.line, c.place.column); };
    std::ranges::stable_sort(complaints, {}, key);
    const auto same = [&](const Complaint& a, const Complaint& b) { return key(a) == key(b) && a.text == b.text; };
    const auto [first, last] = std::ranges::unique(complaints, same);
    complaints.erase(first, last);
}

std::string to_text(const Complaint& complaint)
{
    const auto place = complaint.place.text();
    return place.empty() ? complaint.text : place + ": " + complaint.text;
}

}  // namespace hookline::config
