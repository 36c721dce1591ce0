// SPDX-License-Identifier: MIT
#include "config/names.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "config/where.hpp"

namespace hookline::config {
namespace {

using namespace std::chrono_literals;

bool is_address(int family, const std::string& text)
{
    std::array<unsigned char, 16> address{};
    return ::inet_pton(family, text.c_str(), address.data()) == 1;
}

bool is_port(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port != 0;
}

// ADDRESS or ADDRESS:PORT; an IPv6 address with a port is in brackets (RFC 3986 3.2.2).
bool is_server(const std::string& text)
{
    if (is_address(AF_INET6, text) || is_address(AF_INET, text)) return true;
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || !is_port(std::string_view(text).substr(colon + 1))) return false;
    const auto host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        return is_address(AF_INET6, host.substr(1, host.size() - 2));
    return is_address(AF_INET, host);
}

void read_servers(Section& section, std::vector<std::string>& out)
{
    section.texts("dns_servers", out);
    for (const auto& server : out)
        if (!is_server(server))
            section.complain(section.any("dns_servers")->place,
                             "\"dns_servers\": \"" + server +
                                 "\" is no address like \"192.0.2.1\", \"192.0.2.1:5353\" or \"[2001:db8::1]:5353\"");
}

void read_interfaces(Section& section, Names& out)
{
    const auto* node = section.any("interfaces");
    if (node == nullptr) return;
    if (node->kind != Node::Kind::table)
        return section.complain(node->place,
                                "\"interfaces\" must be a table such as { eth0 = \"uplink\" }, not " + kind_of(*node));
    for (const auto& item : node->children) {
        const auto* alias = item.kind == Node::Kind::scalar ? std::get_if<std::string>(&item.scalar) : nullptr;
        if (alias == nullptr)
            section.complain(item.place, "interfaces: \"" + item.key + "\" must be a string, not " + kind_of(item));
        else if (alias->empty())
            section.complain(item.place, "interfaces: \"" + item.key + "\" is empty");
        else
            out.interfaces.emplace_back(item.key, *alias);
    }
}

// What is about DNS says nothing without it.
void check_dns(Section& section, const Names& names)
{
    for (const auto* key : {"dns_servers", "dns_timeout", "dns_wait"})
        if (const auto* node = section.any(key); node != nullptr && !names.dns)
            section.complain(node->place, '"' + std::string(key) + "\" needs dns = true");
}

std::optional<Abbreviation> read_abbreviation(const Node& node, const std::string& who, Complaints& complaints)
{
    Section section(node, who, complaints);
    Abbreviation abbreviation{.name = {}, .where = {}, .place = node.place};
    const auto before = complaints.size();
    if (!section.text("name", abbreviation.name)) section.complain(node.place, "\"name\" is missing");
    read_where(section, abbreviation.where);
    if (complaints.size() == before && abbreviation.where.empty())
        section.complain(node.place, "\"where\" is missing: which rows have the name \"" + abbreviation.name + '"');
    section.complain_about_rest();
    if (complaints.size() > before) return std::nullopt;
    return abbreviation;
}

}  // namespace

void read_names(Section& pipeline, Pipeline& out, Complaints& complaints)
{
    const auto* node = pipeline.any("names");
    if (node == nullptr) return;
    if (node->kind != Node::Kind::table)
        return pipeline.complain(node->place,
                                 "\"names\" must be a table such as { dns = true }, not " + kind_of(*node));
    Section section(*node, pipeline.who() + ": names", complaints);
    if (node->children.empty()) section.complain(node->place, "says nothing");
    auto& names = out.names;
    section.boolean("dns", names.dns);
    read_servers(section, names.dns_servers);
    section.duration("dns_timeout", names.dns_timeout, 10ms);
    section.duration("dns_wait", names.dns_wait, 0ns);
    section.boolean("services", names.services);
    section.boolean("icmp_types", names.icmp_types);
    section.boolean("interface_aliases", names.interface_aliases);
    read_interfaces(section, names);
    check_dns(section, names);
    section.complain_about_rest();
}

void read_abbreviations(Section& pipeline, Pipeline& out, Complaints& complaints)
{
    const auto* node = pipeline.any("abbreviations");
    if (node == nullptr) return;
    const auto is_table = [](const Node& item) { return item.kind == Node::Kind::table; };
    if (node->kind != Node::Kind::array || !std::ranges::all_of(node->children, is_table))
        return pipeline.complain(node->place,
                                 "\"abbreviations\" must be an array of tables such as "
                                 "[{ name = \"web\", where = { port = [80, 443] } }]");
    if (node->children.empty()) pipeline.complain(node->place, "\"abbreviations\" is empty");
    for (const auto& item : node->children)
        if (auto read = read_abbreviation(item, pipeline.who() + ": abbreviations", complaints))
            out.abbreviations.push_back(std::move(*read));
}

}  // namespace hookline::config
