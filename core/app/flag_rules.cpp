// SPDX-License-Identifier: MIT
#include "app/flag_rules.hpp"

#include <algorithm>
#include <span>

#include "app/commands.hpp"
#include "config/reader.hpp"
#include "config/section.hpp"
#include "config/suggest.hpp"
#include "packet_filter/expression.hpp"

namespace hookline::app {
namespace {

using Names = std::vector<std::string>;

std::string dashed(const std::string& name)
{
    return "--" + name;
}

std::string dashed_list(const Names& names)
{
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : " or ") + dashed(name);
    return text;
}

class Rules {
public:
    explicit Rules(const Flags& flags) : given_(flags.given) {}

    // At most one of these.
    void exclusive(const Names& names)
    {
        Names found;
        std::ranges::copy_if(names, std::back_inserter(found), [&](const auto& name) { return has(name); });
        if (found.size() > 1) fail(dashed(found[0]) + " and " + dashed(found[1]) + " exclude each other");
    }
    // `name` means something only with one of these.
    void needs(const std::string& name, const Names& others)
    {
        if (has(name) && std::ranges::none_of(others, [&](const auto& other) { return has(other); }))
            fail(dashed(name) + " needs " + dashed_list(others));
    }
    void choice(const std::string& name, const std::string& value, const Names& choices)
    {
        if (has(name) && std::ranges::find(choices, value) == choices.end())
            fail(dashed(name) + ": must be " + config::one_of(choices) + ", not \"" + value + '"' +
                 config::suggestion(value, choices));
    }
    // None of these together with `name`.
    void without(const std::string& name, const Names& others)
    {
        for (const auto& other : others)
            if (has(name) && has(other)) fail(dashed(other) + " means nothing with " + dashed(name));
    }
    // The words that are no flags. Whoever mistypes a command writes a filter without knowing.
    void filter(const Flags& flags)
    {
        const auto problem = packet_filter::syntax_problem(flags.filter());
        const auto& first = flags.words.front();
        if (!problem.empty())
            fail(problem + "; \"" + first + "\" is no command either" + config::suggestion(first, command_names()) +
                 "; try hookline --help");
        if (flags.kprobes)
            fail("a filter (\"" + flags.filter() + "\") means nothing with --kprobes, which sees no packets");
    }
    [[nodiscard]] bool has(const std::string& name) const { return std::ranges::find(given_, name) != given_.end(); }
    void fail(const std::string& problem)
    {
        if (problem_.empty()) problem_ = problem;
    }
    [[nodiscard]] Result<void> result() const
    {
        if (!problem_.empty()) return Failure{problem_};
        return {};
    }

private:
    const Names& given_;
    std::string problem_;
};

}  // namespace

Result<void> check_combination(const Flags& flags)
{
    Rules rules(flags);
    rules.exclusive({"read", "pcap", "xdp", "kprobes", "cgroup"});
    rules.exclusive({"json", "classic", "tui"});
    rules.exclusive({"lines", "classic", "tui"});
    rules.exclusive({"every", "refresh"});
    rules.exclusive({"resolve", "no-resolve"});
    rules.needs("xdp_mode", {"xdp"});
    rules.needs("refresh", {"tui"});
    rules.choice("xdp_mode", flags.xdp_mode, {"auto", "generic", "native", "offload"});
    rules.choice("log-level", flags.log_level, config::log_levels());
    rules.without("read", {"iface", "no-tcx", "every", "attribution"});
    rules.without("pcap", {"no-tcx", "attribution"});
    rules.without("xdp", {"no-tcx", "attribution"});
    rules.without("kprobes", {"iface", "no-arp", "no-tcx", "attribution"});
    rules.without("cgroup", {"iface", "no-arp", "no-tcx", "attribution"});
    rules.without("tui", {"output"});
    rules.without("classic", {"resolve"});  // these two are for those that read them as they always were
    if (!flags.lines) rules.without("json", {"resolve"});
    if (!flags.words.empty()) rules.filter(flags);
    return rules.result();
}

}  // namespace hookline::app
