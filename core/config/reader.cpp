// SPDX-License-Identifier: MIT
#include "config/reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>

#include "config/document.hpp"
#include "config/names.hpp"
#include "config/references.hpp"
#include "config/section.hpp"
#include "config/suggest.hpp"
#include "config/timeouts.hpp"
#include "config/where.hpp"
#include "result.hpp"

namespace hookline::config {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMostRows = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kLargestFile = 16 << 20;

class Reader {
public:
    Reader(const Document& document, Complaints& complaints) : document_(document), complaints_(complaints) {}

    Config read()
    {
        Config config;
        Section root(document_.root, "configuration", complaints_);
        if (const auto* host = table(root, "host")) read_host(*host, config.host);
        config.captures = read_instances(root, "capture");
        config.sinks = read_instances(root, "sink");
        config.pipelines = read_pipelines(root);
        root.complain_about_rest();
        check_references(config, document_, complaints_);
        return config;
    }

private:
    const Node* table(Section& root, const std::string& key)
    {
        const auto* node = root.any(key);
        if (node == nullptr || node->kind == Node::Kind::table) return node;
        root.complain(node->place, '"' + key + "\" must be a table, not " + kind_of(*node));
        return nullptr;
    }

    void read_host(const Node& node, Host& host)
    {
        Section section(node, "host", complaints_);
        host.place = node.place;
        section.choice("log_level", host.log_level, log_levels());
        section.texts("plugin_path", host.plugin_path);
        section.duration("tick", host.tick, 1ms);
        section.duration("duration", host.duration, 0ns);
        section.duration("shutdown_timeout", host.shutdown_timeout, 0ns);
        section.duration("open_timeout", host.open_timeout, 1ms);
        section.complain_about_rest();
    }

    std::vector<Instance> read_instances(Section& root, const std::string& kind)
    {
        std::vector<Instance> instances;
        const auto* all = table(root, kind);
        if (all == nullptr) return instances;
        for (const auto& node : all->children) {
            if (node.kind == Node::Kind::table)
                instances.push_back(read_instance(node, kind));
            else
                root.complain(node.place, "write [" + kind + ".NAME] and its keys below it: \"" + kind + "." +
                                              node.key + "\" is " + kind_of(node));
        }
        return instances;
    }

    Instance read_instance(const Node& node, const std::string& kind)
    {
        Section section(node, kind + "." + node.key, complaints_);
        Instance instance{.name = node.key, .place = node.place};
        if (node.key == kLedger && kind == "capture")
            section.complain(node.place, "\"ledger\" is the host's own account; choose another name");
        if (!section.text("plugin", instance.plugin) && document_.lost.empty())
            section.complain(node.place, "\"plugin\" is missing: the name of the " + kind + " plugin");
        if (const auto* plugin = section.any("plugin")) instance.plugin_place = plugin->place;
        read_on_start_error(section, instance.on_start_error);
        if (kind == "sink") section.integer("queue_size", instance.queue_size, 1, kMostRows);
        for (const auto* rest : section.rest()) {
            const auto setting = to_setting(*rest);
            if (setting)
                instance.settings.push_back(*setting);
            else
                section.complain(rest->place, '"' + rest->key + "\" " + setting.error().text);
        }
        return instance;
    }

    static void read_on_start_error(Section& section, OnStartError& out)
    {
        static const std::vector<std::string> names = {"skip", "fail", "retry"};
        auto name = names.front();
        section.choice("on_start_error", name, names);
        out = static_cast<OnStartError>(std::ranges::find(names, name) - names.begin());
    }

    std::vector<Pipeline> read_pipelines(Section& root)
    {
        std::vector<Pipeline> pipelines;
        const auto* all = root.any("pipeline");
        if (all == nullptr) {
            if (!document_.may_have_lost("pipeline"))
                root.complain({document_.root.place.source, 1, 1},
                              "there is no [[pipeline]]: nothing would be delivered");
            return pipelines;
        }
        const bool tables = all->kind == Node::Kind::array &&
                            std::ranges::all_of(all->children, [](auto& n) { return n.kind == Node::Kind::table; });
        if (!tables) {
            root.complain(all->place, "write [[pipeline]] in double brackets, once for each pipeline");
            return pipelines;
        }
        for (const auto& node : all->children)
            pipelines.push_back(read_pipeline(node, pipelines.size() + 1));
        return pipelines;
    }

    Pipeline read_pipeline(const Node& node, std::size_t number)
    {
        Pipeline pipeline{.name = "pipeline " + std::to_string(number), .place = node.place};
        if (const auto* name = node.find("name"); name != nullptr && name->kind == Node::Kind::scalar)
            if (const auto* text = std::get_if<std::string>(&name->scalar)) pipeline.name = *text;
        for (const auto& key : node.children)
            pipeline.key_places.emplace_back(key.key, key.place);
        Section section(node, who(pipeline), complaints_);
        section.text("name", pipeline.name);
        read_list(section, "from", pipeline.from);
        read_list(section, "to", pipeline.to);
        read_where(section, pipeline.where);
        section.texts("group_by", pipeline.group_by);
        std::uint64_t top = 0;
        section.integer("top", top, 1, kMostRows);
        if (top > 0) pipeline.top = top;
        section.text("sort_by", pipeline.sort_by);
        section.duration("every", pipeline.every, 0ns);
        if (pipeline.every > 0ns && pipeline.every < 1ms)
            section.complain(node.find("every")->place,
                             "\"every\" must be at least \"1ms\", or \"0\" for the end only");
        section.integer("row_limit", pipeline.row_limit, 1, kMostRows);
        read_timeouts(section, pipeline, complaints_);
        read_names(section, pipeline, complaints_);
        read_abbreviations(section, pipeline, complaints_);
        section.complain_about_rest();
        return pipeline;
    }

    void read_list(Section& section, const std::string& key, std::vector<std::string>& out)
    {
        section.texts(key, out);
        const auto* node = section.any(key);
        if (node == nullptr && document_.lost.empty()) section.complain(section.place(), '"' + key + "\" is missing");
        if (node != nullptr && node->kind == Node::Kind::array && node->children.empty())
            section.complain(node->place, '"' + key + "\" is empty");
    }

    const Document& document_;
    Complaints& complaints_;
};

Result<std::string> contents(const std::string& file)
{
    const auto problem = [](int code) { return Failure{"cannot read it: " + std::string(std::strerror(code))}; };
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "re"), &std::fclose);
    if (!stream) return problem(errno);
    std::string text;
    char chunk[16384];
    for (std::size_t got = 0; (got = std::fread(chunk, 1, sizeof chunk, stream.get())) > 0;) {
        text.append(chunk, got);
        if (text.size() > kLargestFile) return Failure{"is larger than 16 MiB: no pipeline file"};
    }
    if (std::ferror(stream.get()) != 0) return problem(errno);
    return text;
}

}  // namespace

const std::vector<std::string>& log_levels()
{
    static const std::vector<std::string> levels = {"debug", "info", "warning", "error", "off"};
    return levels;
}

Config read_text(std::string_view text, const std::string& source, Complaints& complaints)
{
    const auto document = parse_document(text, source, complaints);
    Config config;
    if (document.readable) config = Reader(document, complaints).read();
    config.file = source;
    return config;
}

Config read_file(const std::string& file, Complaints& complaints)
{
    const auto text = contents(file);
    if (text) return read_text(*text, file, complaints);
    complaints.push_back({{file}, text.error().text});
    return {.file = file};
}

}  // namespace hookline::config
