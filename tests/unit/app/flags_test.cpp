// SPDX-License-Identifier: MIT
// Bad usage is one clear line.
#include "flags.hpp"

#include <boost/test/unit_test.hpp>

#include "app/flag_table.hpp"

namespace {

using namespace hookline::test;

void check_problem(std::vector<const char*> arguments, const std::string& beginning)
{
    const auto found = problem(std::move(arguments));
    BOOST_TEST(found.substr(0, beginning.size()) == beginning);
    BOOST_TEST(found.find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_SUITE(flags)

BOOST_AUTO_TEST_CASE(short_forms)
{
    const auto flags = parse({"-?", "-jx", "-t5s", "-ceth", "-g", "-r1s", "-k", "-i", "a"});
    BOOST_TEST_REQUIRE(flags.has_value());
    BOOST_TEST((flags->help && flags->json && flags->xdp && flags->tui && flags->kprobes));
    BOOST_TEST((flags->timeout == std::chrono::seconds(5) && flags->refresh == std::chrono::seconds(1)));
    BOOST_TEST(flags->cgroup == "eth");
    BOOST_TEST(parse({"--version"})->version);
    BOOST_TEST(parse({"--help"})->help);
    BOOST_TEST(parse({"--print-config"})->print_config);
}

BOOST_AUTO_TEST_CASE(words_and_given)
{
    const auto flags = parse({"check", "--plugin-path", "d", "f.toml", "-j"});
    BOOST_TEST(flags->words == (std::vector<std::string>{"check", "f.toml"}), boost::test_tools::per_element());
    BOOST_TEST(flags->given == (std::vector<std::string>{"plugin-path", "json"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(unknown_and_incomplete)
{
    check_problem({"--ifce", "x"}, "unrecognised option '--ifce' (did you mean \"--iface\"?)");
    check_problem({"--max"}, "unrecognised option '--max'");
    check_problem({"-Z"}, "unrecognised option '-Z'");
    check_problem({"-i"}, "the required argument for option '--iface' is missing");
    check_problem({"-t", "1s", "-t", "2s"}, "option '--timeout' cannot be specified more than once");
    check_problem({"--json=1"}, "option '--json' does not take any arguments");
    check_problem({"-i", ""}, "--iface: \"\" has an empty name in it");
    check_problem({"-i", "a,,b"}, "--iface: \"a,,b\" has an empty name in it");
    check_problem({"--read", ""}, "--read: its value is empty");
    check_problem({"chek", "f"},
                  "filter \"chek f\": can't parse filter expression: syntax error; \"chek\" is no command either (did "
                  "you mean \"check\"?); try hookline --help");
    check_problem({"tcp", "prot", "80"},
                  "filter \"tcp prot 80\": can't parse filter expression: syntax error; \"tcp\" is no command either;");
    check_problem({"-k", "tcp"}, "a filter (\"tcp\") means nothing with --kprobes");
}

BOOST_AUTO_TEST_CASE(numbers)
{
    for (const auto* bad :
         {"0", "-1", "4294967296", "4294967297", "99999999999999999999", "1e3", "0x10", " 5", "5 ", "+5"})
        check_problem({"--max-entries", bad}, "--max-entries: must be a number from 1 to 4294967295, not \"");
    BOOST_TEST(parse({"--max-entries", "4294967295"})->max_entries.value() == 4294967295U);
    check_problem({"--top", "0"}, "--top: must be a number from 1 to ");
}

BOOST_AUTO_TEST_CASE(durations)
{
    check_problem({"-t", "5"}, "--timeout: \"5\" is no duration: its unit is missing");
    check_problem({"-t", "-5s"}, "--timeout: \"-5s\" is no duration: it is negative");
    check_problem({"-e", "0"}, "--every: must be at least 1ms");
    check_problem({"-g", "-r", "0s"}, "--refresh: must be at least 1ms");
}

BOOST_AUTO_TEST_CASE(combinations)
{
    check_problem({"-x", "-k"}, "--xdp and --kprobes exclude each other");
    check_problem({"--read", "f", "--pcap"}, "--read and --pcap exclude each other");
    check_problem({"-j", "--classic"}, "--json and --classic exclude each other");
    check_problem({"-g", "--lines"}, "--lines and --tui exclude each other");
    check_problem({"--xdp_mode", "native"}, "--xdp_mode needs --xdp");
    check_problem({"-x", "--xdp_mode", "natve"},
                  "--xdp_mode: must be \"auto\", \"generic\", \"native\" or \"offload\", "
                  "not \"natve\" (did you mean \"native\"?)");
    check_problem({"-r", "1s"}, "--refresh needs --tui");
    check_problem({"-k", "-i", "eth0"}, "--iface means nothing with --kprobes");
    check_problem({"--read", "f", "-i", "eth0"}, "--iface means nothing with --read");
    check_problem({"-x", "--no-tcx"}, "--no-tcx means nothing with --xdp");
    check_problem({"--log-level", "loud"}, "--log-level: must be \"debug\", ");
}

BOOST_AUTO_TEST_CASE(help_names_every_flag)
{
    const auto help = hookline::app::help_text();
    const auto flags = hookline::app::all_flags();
    for (const auto& option : flags.options())
        BOOST_TEST_CONTEXT(option->long_name()) BOOST_TEST(help.find("--" + option->long_name()) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
