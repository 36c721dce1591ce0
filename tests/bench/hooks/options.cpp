// SPDX-License-Identifier: MIT
#include "options.hpp"

#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <boost/lexical_cast.hpp>
#include <boost/program_options.hpp>

#include <filesystem>
#include <limits>
#include <sstream>

#include "error.hpp"
#include "traffic.h"

namespace hookline::bench {
namespace {

namespace po = boost::program_options;

std::string folder_of_objects()
{
    return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "bpf").string();
}

po::options_description describe()
{
    po::options_description all("Options; LIST is separated by commas");
    auto add = all.add_options();
    add("hook", po::value<std::string>(), "LIST of hooks: tc, xdp (default: each that there is a program for)");
    add("against", po::value<std::vector<std::string>>(),
        "FILE.o:PROGRAM, another object's program to measure as well; may be repeated");
    add("filter", po::value<std::vector<std::string>>(),
        "EXPRESSION of pcap-filter, to measure the full program with; may be repeated");
    add("draw", po::value<std::string>(), "LIST of hot, random, zipf, spoofed, round-robin (default: random)");
    add("flows", po::value<std::string>(), "LIST of numbers of flows (default: 1000,10000,100000)");
    add("family", po::value<std::string>(), "LIST of ipv4, ipv6 (default: ipv4)");
    add("transport", po::value<std::string>(), "LIST of udp, tcp (default: udp)");
    add("rounds", po::value<unsigned>()->default_value(9), "rounds, whose median counts");
    add("packets", po::value<std::uint32_t>()->default_value(1'000'000), "packets a round");
    add("loads", po::value<unsigned>()->default_value(3), "how often meanwhile all programs are loaded anew");
    add("drain", po::bool_switch(), "every round begins with empty maps (the objects are loaded anew)");
    add("cpu", po::value<int>()->default_value(-1), "CPU to stay on (-1: the last that is allowed)");
    add("json", po::value<std::string>(), "FILE for the result as JSON; - for stdout, without the table then");
    add("compare", po::value<std::string>(), "SAVED.json; ends with 1 when full : bare parsing has grown by --limit");
    add("limit", po::value<double>()->default_value(100.0 / 3, "33.3"), "per cent that it may grow");
    add("objects", po::value<std::string>()->default_value(folder_of_objects(), "bpf/ beside this program"),
        "folder of the build's objects");
    add("help,h", po::bool_switch(), "this");
    return all;
}

std::vector<std::string> list_of(const po::variables_map& given, const char* option, const char* otherwise)
{
    std::vector<std::string> items;
    const std::string text = given.count(option) != 0 ? given[option].as<std::string>() : otherwise;
    boost::split(items, text, boost::is_any_of(","));
    return items;
}

// `value_of` gives something that is false for a name that it does not know.
template <class ValueOf>
auto values_of(const po::variables_map& given, const char* option, const char* otherwise, ValueOf value_of)
{
    std::vector<std::decay_t<decltype(*value_of(std::string()))>> values;
    for (const auto& name : list_of(given, option, otherwise)) {
        const auto value = value_of(name);
        if (!value) throw Error(std::string("--") + option + ": unknown value \"" + name + "\"; see --help");
        values.push_back(*value);
    }
    return values;
}

std::optional<std::uint32_t> number_of_flows(const std::string& text)
{
    std::uint32_t flows = 0;
    const bool is_number = boost::conversion::try_lexical_convert(text, flows) && !text.starts_with('-');
    return is_number && flows >= 1 && flows <= BENCH_MAX_FLOWS ? std::optional(flows) : std::nullopt;
}

std::vector<Case> chosen_cases(const po::variables_map& given)
{
    if (given.count("draw") + given.count("flows") + given.count("family") + given.count("transport") == 0)
        return quoted_cases();
    return combine({values_of(given, "family", "ipv4", family_named),
                    values_of(given, "transport", "udp", transport_named),
                    values_of(given, "draw", "random", draw_named),
                    values_of(given, "flows", "1000,10000,100000", number_of_flows)});
}

std::vector<const Hook*> chosen_hooks(const po::variables_map& given)
{
    std::vector<const Hook*> chosen;
    if (given.count("hook") == 0) return chosen;
    for (const auto& name : list_of(given, "hook", "")) {
        chosen.push_back(hook_named(name));
        if (chosen.back() == nullptr) throw Error("--hook: there is no \"" + name + "\"; there are " + hook_names());
    }
    return chosen;
}

Effort chosen_effort(const po::variables_map& given)
{
    const Effort effort{given["rounds"].as<unsigned>(), given["packets"].as<std::uint32_t>(), given["drain"].as<bool>(),
                        given["loads"].as<unsigned>()};
    if (effort.rounds == 0) throw Error("--rounds: at least 1");
    if (effort.loads == 0) throw Error("--loads: at least 1");
    if (effort.packets == 0 || effort.packets > std::numeric_limits<int>::max())
        throw Error("--packets: from 1 to 2147483647, which is all that bpf_prog_test_run repeats");
    return effort;
}

std::string text_of(const po::variables_map& given, const char* option)
{
    return given.count(option) != 0 ? given[option].as<std::string>() : std::string();
}

}  // namespace

Options parse_options(int argc, const char* const* argv)
try {
    po::variables_map given;
    po::store(po::command_line_parser(argc, argv).options(describe()).positional({}).run(), given);
    Options options;
    options.help = given["help"].as<bool>();
    options.hooks = chosen_hooks(given);
    options.cases = chosen_cases(given);
    options.effort = chosen_effort(given);
    if (given.count("against") != 0) options.against = given["against"].as<std::vector<std::string>>();
    if (given.count("filter") != 0) options.filters = given["filter"].as<std::vector<std::string>>();
    options.cpu = given["cpu"].as<int>();
    options.json = text_of(given, "json");
    options.compare = text_of(given, "compare");
    options.limit = given["limit"].as<double>();
    options.objects = given["objects"].as<std::string>();
    return options;
} catch (const po::error& reason) {
    throw Error(std::string(reason.what()) + "; see --help");
}

std::string usage()
{
    std::ostringstream text;
    text
        << "What an eBPF program costs a packet, over an empty program, measured with bpf_prog_test_run.\n"
           "Usage: script/bench hooks [OPTION ...]. Without --draw, --flows, --family or --transport it measures\n"
           "the cases that we quote. Exit status: 0, 1 (--compare: too dear), 2 (an error), 77 (not possible here).\n\n"
        << describe();
    return text.str();
}

}  // namespace hookline::bench
