// SPDX-License-Identifier: MIT
#include "names/abbreviator.hpp"

#include <algorithm>

#include "config/references.hpp"

namespace hookline::names {
namespace {

using config::Condition;
using Conditions = std::vector<Condition>;

// "port" where rows have "src_port" and "dst_port", but no "port".
bool is_of_either_side(const record::Schema& stream, const std::string& column)
{
    return stream.find(column) == nullptr && stream.find("src_" + column) != nullptr &&
           stream.find("dst_" + column) != nullptr;
}

// A pattern that leaves the side open fits where one side fits it whole.
std::vector<Conditions> sides_of(const record::Schema& stream, const Conditions& where)
{
    const auto is_open = [&](const Condition& condition) { return is_of_either_side(stream, condition.column); };
    if (std::ranges::none_of(where, is_open)) return {where};
    std::vector<Conditions> sides;
    for (const char* side : {"src_", "dst_"}) {
        auto& conditions = sides.emplace_back(where);
        for (auto& condition : conditions)
            if (is_open(condition)) condition.column = side + condition.column;
    }
    return sides;
}

}  // namespace

std::unique_ptr<Abbreviator> Abbreviator::make(const record::Schema& stream, const config::Pipeline& pipeline,
                                               const std::function<bool(const std::string&)>& is_elsewhere,
                                               config::Complaints& complaints)
{
    const auto before = complaints.size();
    const auto complain = [&](const config::Place& place, const std::string& text) {
        complaints.push_back({place, config::who(pipeline) + ": abbreviations: " + text});
    };
    auto wider = WiderSchema::make(
        stream, {{kAbbreviation, "name of the first pattern in abbreviations that fits", HOOKLINE_KEY}});
    if (!wider) complain(pipeline.place_of("abbreviations"), wider.error().text);
    if (!wider) return nullptr;
    std::unique_ptr<Abbreviator> made(new Abbreviator(std::move(*wider)));
    for (const auto& [name, where, place] : pipeline.abbreviations) {
        const auto is_missing = [&](const Condition& condition) {
            return stream.find(condition.column) == nullptr && !is_of_either_side(stream, condition.column) &&
                   is_elsewhere(condition.column);
        };
        if (std::ranges::any_of(where, is_missing)) continue;
        auto& pattern = made->patterns_.emplace_back(name);
        config::Complaints found;
        for (const auto& side : sides_of(stream, where))
            pattern.any_of.push_back(record::Filter::compile(stream, side, found));
        for (const auto& complaint : found)
            complain(complaint.place, '"' + name + "\": " + complaint.text);
    }
    if (complaints.size() > before) return nullptr;
    return made;
}

Row Abbreviator::operator()(const Row& row)
{
    wider_.copy(row.data(), buffer_.data());
    if (const auto* name = name_of(row)) wider_.set(buffer_.data(), 0, *name);
    return {*wider_.schema()->abi(), buffer_.data()};
}

const std::string* Abbreviator::name_of(const Row& row) const
{
    for (const auto& pattern : patterns_)
        for (const auto& filter : pattern.any_of)
            if (filter.matches(row)) return &pattern.name;
    return nullptr;
}

}  // namespace hookline::names
