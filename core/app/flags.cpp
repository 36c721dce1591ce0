// SPDX-License-Identifier: MIT
#include "app/flags.hpp"

#include <limits>
#include <sstream>

#include "app/flag_table.hpp"
#include "app/numbers.hpp"
#include "config/duration.hpp"
#include "config/suggest.hpp"

namespace hookline::app {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;
using Texts = std::vector<std::string>;

// "a,b" given twice or with commas is one list.
Result<Texts> split(const std::string& flag, const Texts& given)
{
    Texts items;
    for (const auto& text : given) {
        std::istringstream stream(text + ',');
        for (std::string item; std::getline(stream, item, ',');) {
            if (item.empty()) return Failure{flag + ": \"" + text + "\" has an empty name in it"};
            items.push_back(item);
        }
    }
    return items;
}

// Moves parsed values into Flags and keeps the first thing that is wrong.
class Taker {
public:
    explicit Taker(const po::variables_map& values) : values_(values) {}

    void flag(const char* name, bool& out) { out = values_.count(name) > 0; }

    void text(const char* name, std::string& out)
    {
        if (values_.count(name) == 0) return;
        out = values_[name].as<std::string>();
        if (out.empty()) fail(std::string("--") + name + ": its value is empty");
    }
    void list(const char* name, Texts& out)
    {
        if (values_.count(name) > 0) keep(out, split(std::string("--") + name, values_[name].as<Texts>()));
    }
    void paths(const char* name, Texts& out)
    {
        if (values_.count(name) > 0) out = values_[name].as<Texts>();
    }
    void duration(const char* name, std::optional<nanoseconds>& out, nanoseconds min)
    {
        std::string written;
        text(name, written);
        if (written.empty()) return;
        const auto parsed = config::parse_duration(written);
        if (!parsed)
            fail(std::string("--") + name + ": " + parsed.error().text);
        else if (*parsed < min)
            fail(std::string("--") + name + ": must be at least " + config::format_duration(min));
        else
            out = *parsed;
    }
    template <class T>
    void count(const char* name, std::optional<T>& out)
    {
        std::string written;
        text(name, written);
        if (written.empty()) return;
        const auto number = parse_count(written, std::numeric_limits<std::uint32_t>::max());
        if (number)
            out = static_cast<T>(*number);
        else
            fail(std::string("--") + name + ": " + number.error().text);
    }

    [[nodiscard]] const std::string& problem() const { return problem_; }

private:
    void keep(Texts& out, Result<Texts> items)
    {
        if (items)
            out = std::move(*items);
        else
            fail(items.error().text);
    }
    void fail(const std::string& problem)
    {
        if (problem_.empty()) problem_ = problem;
    }

    const po::variables_map& values_;
    std::string problem_;
};

Result<Flags> to_flags(const po::variables_map& values)
{
    Flags flags;
    Taker take(values);
    take.flag("help", flags.help);
    take.flag("version", flags.version);
    take.flag("print-config", flags.print_config);
    take.list("iface", flags.interfaces);
    take.flag("xdp", flags.xdp);
    take.text("xdp_mode", flags.xdp_mode);
    take.flag("kprobes", flags.kprobes);
    take.text("cgroup", flags.cgroup);
    take.flag("pcap", flags.pcap);
    take.text("read", flags.read);
    take.count("max-entries", flags.max_entries);
    take.flag("no-arp", flags.no_arp);
    take.flag("no-tcx", flags.no_tcx);
    take.flag("attribution", flags.attribution);
    take.flag("json", flags.json);
    take.flag("lines", flags.lines);
    take.flag("classic", flags.classic);
    take.flag("tui", flags.tui);
    take.flag("resolve", flags.resolve);
    take.flag("no-resolve", flags.no_resolve);
    take.text("output", flags.output);
    take.duration("refresh", flags.refresh, 1ms);
    take.duration("every", flags.every, 1ms);
    take.count("top", flags.top);
    take.list("group-by", flags.group_by);
    take.duration("timeout", flags.timeout, 0ns);
    take.text("config", flags.config);
    take.text("log-level", flags.log_level);
    take.paths("plugin-path", flags.plugin_path);
    if (!take.problem().empty()) return Failure{take.problem()};
    return flags;
}

std::string suggested(const po::unknown_option& error, const po::options_description& known)
{
    Texts names;
    for (const auto& option : known.options())
        names.push_back("--" + option->long_name());
    return config::suggestion(error.get_option_name(), names);
}

}  // namespace

std::string Flags::filter() const
{
    std::string text;
    for (const auto& word : words)
        text.append(text.empty() ? "" : " ").append(word);
    return text;
}

Result<Flags> parse_flags(int argc, const char* const* argv)
{
    auto known = all_flags();
    try {
        using namespace po::command_line_style;
        po::options_description hidden;
        hidden.add_options()("words", po::value<Texts>());
        auto accepted = all_flags();
        accepted.add(hidden);
        const auto parsed = po::command_line_parser(argc, argv)
                                .options(accepted)
                                .positional(po::positional_options_description().add("words", -1))
                                .style(unix_style & ~allow_guessing)
                                .run();
        po::variables_map values;
        po::store(parsed, values);
        auto flags = to_flags(values);
        if (!flags) return flags;
        for (const auto& option : parsed.options)
            if (option.position_key < 0) flags->given.push_back(option.string_key);
        if (values.count("words") > 0) flags->words = values["words"].as<Texts>();
        return flags;
    } catch (const po::unknown_option& error) {
        return Failure{std::string(error.what()) + suggested(error, known)};
    } catch (const po::error& error) {
        return Failure{error.what()};
    }
}

}  // namespace hookline::app
