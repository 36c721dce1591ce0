// SPDX-License-Identifier: MIT
#include "config/timeouts.hpp"

#include "config/suggest.hpp"

namespace hookline::config {
namespace {

using namespace std::chrono_literals;

void read_limit(Section& section, const std::string& key, std::optional<std::chrono::nanoseconds>& out)
{
    constexpr auto kUnset = -1ns;
    auto limit = kUnset;
    section.duration(key, limit, 0ns);
    if (limit > 0ns && limit < 1ms)
        section.complain(section.any(key)->place, '"' + key + "\" must be at least \"1ms\", or \"0\" for never");
    else if (limit != kUnset)
        out = limit;
}

void read_limits(Section& section, Timeouts& out)
{
    read_limit(section, "idle", out.idle);
    read_limit(section, "active", out.active);
    read_limit(section, "closed", out.closed);
}

void read_proto(const Node& node, const std::string& who, Pipeline& out, Complaints& complaints)
{
    Section section(node, who + '.' + node.key, complaints);
    if (node.children.empty()) section.complain(node.place, "says nothing");
    ProtoTimeouts proto{node.key, {}, node.place};
    read_limits(section, proto.timeouts);
    section.complain_about_rest();
    out.proto_timeouts.push_back(std::move(proto));
}

}  // namespace

void read_timeouts(Section& pipeline, Pipeline& out, Complaints& complaints)
{
    const auto* node = pipeline.any("timeouts");
    if (node == nullptr) return;
    if (node->kind != Node::Kind::table)
        return pipeline.complain(node->place,
                                 "\"timeouts\" must be a table such as { idle = \"15s\" }, not " + kind_of(*node));
    Section section(*node, pipeline.who() + ": timeouts", complaints);
    if (node->children.empty()) section.complain(node->place, "says nothing");
    read_limits(section, out.timeouts);
    const std::vector<std::string> limits = {"idle", "active", "closed"};
    for (const auto* rest : section.rest()) {
        if (rest->kind == Node::Kind::table)
            read_proto(*rest, section.who(), out, complaints);
        else
            section.complain(rest->place, "unknown key \"" + rest->key + '"' + suggestion(rest->key, limits) +
                                              "; a protocol has a table such as { idle = \"30s\" }");
    }
}

}  // namespace hookline::config
