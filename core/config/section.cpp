// SPDX-License-Identifier: MIT
#include "config/section.hpp"

#include <algorithm>

#include "config/duration.hpp"
#include "config/suggest.hpp"

namespace hookline::config {

std::string one_of(const std::vector<std::string>& choices)
{
    std::string text;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (i > 0) text += i + 1 < choices.size() ? ", " : " or ";
        text += '"' + choices[i] + '"';
    }
    return text;
}

Section::Section(const Node& table, std::string who, Complaints& complaints)
    : table_(table), who_(std::move(who)), complaints_(complaints)
{
}

void Section::complain(const Place& place, const std::string& what)
{
    complaints_.push_back({place, who_ + ": " + what});
}

void Section::wrong_type(const Node& node, const std::string& wanted)
{
    complain(node.place, '"' + node.key + "\" must be " + wanted + ", not " + kind_of(node));
}

const Node* Section::any(const std::string& key)
{
    known_.push_back(key);
    return table_.find(key);
}

template <class T>
const T* Section::scalar(const std::string& key, const std::string& wanted)
{
    const auto* node = any(key);
    if (node == nullptr) return nullptr;
    const auto* value = node->kind == Node::Kind::scalar ? std::get_if<T>(&node->scalar) : nullptr;
    if (value == nullptr) wrong_type(*node, wanted);
    return value;
}

bool Section::text(const std::string& key, std::string& out)
{
    const auto* value = scalar<std::string>(key, "a string");
    if (value != nullptr && value->empty()) complain(table_.find(key)->place, '"' + key + "\" is empty");
    if (value != nullptr && !value->empty()) out = *value;
    return table_.find(key) != nullptr;
}

void Section::choice(const std::string& key, std::string& out, const std::vector<std::string>& choices)
{
    const auto* value = scalar<std::string>(key, one_of(choices));
    if (value == nullptr) return;
    if (std::ranges::find(choices, *value) != choices.end())
        out = *value;
    else
        complain(table_.find(key)->place,
                 '"' + key + "\" must be " + one_of(choices) + ", not \"" + *value + '"' + suggestion(*value, choices));
}

void Section::texts(const std::string& key, std::vector<std::string>& out)
{
    const auto* node = any(key);
    if (node == nullptr) return;
    const std::string wanted = "a string or an array of strings";
    std::vector<std::string> all;
    const auto add = [&](const Node& item) {
        const auto* value = item.kind == Node::Kind::scalar ? std::get_if<std::string>(&item.scalar) : nullptr;
        if (value != nullptr)
            all.push_back(*value);
        else
            complain(item.place,
                     '"' + key + "\" must be " + wanted + ", not " + (&item == node ? "" : "of ") + kind_of(item));
    };
    if (node->kind == Node::Kind::array)
        std::ranges::for_each(node->children, add);
    else
        add(*node);
    out = std::move(all);
}

void Section::boolean(const std::string& key, bool& out)
{
    if (const auto* value = scalar<bool>(key, "true or false")) out = *value;
}

void Section::integer(const std::string& key, std::uint64_t& out, std::int64_t min, std::int64_t max)
{
    const auto* value = scalar<std::int64_t>(key, "an integer");
    if (value == nullptr) return;
    if (*value >= min && *value <= max)
        out = static_cast<std::uint64_t>(*value);
    else
        complain(table_.find(key)->place, '"' + key + "\" must be between " + std::to_string(min) + " and " +
                                              std::to_string(max) + ", not " + std::to_string(*value));
}

void Section::duration(const std::string& key, std::chrono::nanoseconds& out, std::chrono::nanoseconds min)
{
    const auto* value = scalar<std::string>(key, "a duration such as \"1s\"");
    if (value == nullptr) return;
    const auto parsed = parse_duration(*value);
    if (!parsed)
        complain(table_.find(key)->place, '"' + key + "\": " + parsed.error().text);
    else if (*parsed < min)
        complain(table_.find(key)->place,
                 '"' + key + "\" must be at least \"" + format_duration(min) + "\", not \"" + *value + '"');
    else
        out = *parsed;
}

std::vector<const Node*> Section::rest() const
{
    std::vector<const Node*> unknown;
    for (const auto& node : table_.children)
        if (std::ranges::find(known_, node.key) == known_.end()) unknown.push_back(&node);
    return unknown;
}

void Section::complain_about_rest()
{
    for (const auto* node : rest())
        complain(node->place, "unknown key \"" + node->key + '"' + suggestion(node->key, known_));
}

}  // namespace hookline::config
