// SPDX-License-Identifier: MIT
#include "config/document.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <optional>

#include "config/lines.hpp"

namespace hookline::config {
namespace {

constexpr int kMostSyntaxErrors = 20;

Place place_of(const toml::source_region& region, const std::string& source)
{
    return {source, region.begin.line, region.begin.column};
}

Node convert(const toml::node& from, const std::string& source);

bool stands_before(const Node& a, const Node& b)
{
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
}

// toml++ keeps tables sorted by key.
std::vector<Node> members(const toml::table& from, const std::string& source)
{
    std::vector<Node> all;
    for (const auto& [key, value] : from) {
        auto node = convert(value, source);
        node.key = key.str();
        const auto* table = value.as_table();
        const bool is_header = table != nullptr && !table->is_inline();
        if (!is_header) node.place = place_of(key.source(), source);
        all.push_back(std::move(node));
    }
    std::ranges::stable_sort(all, stands_before);
    return all;
}

std::vector<Node> items(const toml::array& from, const std::string& source)
{
    std::vector<Node> all;
    for (const auto& item : from)
        all.push_back(convert(item, source));
    return all;
}

Node convert(const toml::node& from, const std::string& source)
{
    Node node{.kind = Node::Kind::scalar, .place = place_of(from.source(), source)};
    if (const auto* table = from.as_table()) {
        node.kind = Node::Kind::table;
        node.children = members(*table, source);
    } else if (const auto* array = from.as_array()) {
        node.kind = Node::Kind::array;
        node.children = items(*array, source);
    } else if (const auto* flag = from.as_boolean()) {
        node.scalar = flag->get();
    } else if (const auto* integer = from.as_integer()) {
        node.scalar = integer->get();
    } else if (const auto* number = from.as_floating_point()) {
        node.scalar = number->get();
    } else if (const auto* text = from.as_string()) {
        node.scalar = text->get();
    } else {
        node.kind = Node::Kind::date;
    }
    return node;
}

// Fills `root`, or returns the first thing that is wrong.
std::optional<Complaint> parse(const std::string& text, const std::string& source, Node& root)
{
    try {
        root = convert(toml::parse(text), source);
        return std::nullopt;
    } catch (const toml::parse_error& error) {
        return Complaint{place_of(error.source(), source), std::string(error.description())};
    }
}

bool parses(const std::string& text)
{
    Node ignored;
    return !parse(text, {}, ignored);
}

}  // namespace

const Node* Node::find(std::string_view name) const
{
    const auto found = std::ranges::find(children, name, &Node::key);
    return found == children.end() ? nullptr : &*found;
}

std::string kind_of(const Scalar& scalar)
{
    constexpr std::array kNames = {"a boolean", "an integer", "a number with a fraction", "a string"};
    return kNames.at(scalar.index());
}

std::string kind_of(const Node& node)
{
    switch (node.kind) {
    case Node::Kind::array: return "an array";
    case Node::Kind::table: return "a table";
    case Node::Kind::date: return "a date or time";
    case Node::Kind::scalar: break;
    }
    return kind_of(node.scalar);
}

bool Document::may_have_lost(std::string_view text) const
{
    return std::ranges::any_of(lost, [&](const auto& line) { return line.find(text) != std::string::npos; });
}

Document parse_document(std::string_view text, const std::string& source, Complaints& complaints)
{
    Document document;
    Lines lines(text);
    for (int errors = 0; errors < kMostSyntaxErrors; ++errors) {
        const auto error = parse(lines.text(), source, document.root);
        if (!error) return document;
        complaints.push_back(*error);
        const auto taken = lines.take_statement(std::max(1U, error->place.line) - 1, parses);
        if (taken.empty()) break;
        document.lost.insert(document.lost.end(), taken.begin(), taken.end());
    }
    document.readable = false;
    return document;
}

Result<Setting> parse_value(std::string_view text)
{
    Node root;
    const auto error = parse("value = " + std::string(text), {}, root);
    if (error) return Failure{error->text};
    return to_setting(root.children.front());
}

Result<Setting> to_setting(const Node& node)
{
    Setting setting{.key = node.key, .values = {}, .is_array = node.kind == Node::Kind::array, .place = node.place};
    if (node.kind == Node::Kind::scalar) {
        setting.values.push_back(node.scalar);
        return setting;
    }
    if (!setting.is_array) return Failure{"must be one value or an array of values, not " + kind_of(node)};
    for (const auto& item : node.children) {
        if (item.kind != Node::Kind::scalar)
            return Failure{"must be an array of plain values, not of " + kind_of(item)};
        setting.values.push_back(item.scalar);
    }
    return setting;
}

}  // namespace hookline::config
