// SPDX-License-Identifier: MIT
// Several syntax errors in one run, and no follow-up complaints about what they took away.
#include <boost/test/unit_test.hpp>

#include "complaints.hpp"

namespace {

using namespace hookline::test;

// Sound, so that every complaint is about what a case adds below it.
const std::string kSound = R"([capture.tc]
plugin = "tc"
[sink.a]
plugin = "table"
[[pipeline]]
from = "tc"
to = "a"
)";

// Lines and columns only: the words are those of toml++.
std::vector<std::string> places(const std::string& text)
{
    std::vector<std::string> all;
    for (const auto& complaint : complaints_about(text))
        all.push_back(complaint.substr(0, complaint.find(": ")));
    return all;
}

void check_places(const std::string& text, const std::vector<std::string>& expected)
{
    BOOST_TEST_CONTEXT(text)
    {
        const auto found = places(text);
        BOOST_TEST(found == expected, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE(syntax)

BOOST_AUTO_TEST_CASE(one_statement)
{
    check_places(kSound + "top = \n", {"t.toml:8:7"});
    check_places(kSound + "sort_by = \"bytes\nevery = \"1s\"\n", {"t.toml:8:17"});
    check_places(kSound + "top = 1\ntop = 2\n", {"t.toml:9:7"});
    check_places(kSound + "= 5\n", {"t.toml:8:1"});
    check_places(kSound + "two words = 5\n", {"t.toml:8:5"});
}

BOOST_AUTO_TEST_CASE(over_several_lines)
{
    check_places(kSound + "group_by = [\n  \"proto\" \"src\",\n  \"dst\",\n]\nevery = 7\n",
                 {"t.toml:9:11", "t.toml:12:1"});
    check_places(kSound + "group_by = [\"proto\"\nevery = 7\n", {"t.toml:9:1", "t.toml:9:1"});
    check_places(kSound + "group_by = [\"proto\"", {"t.toml:8:20"});
    check_places(kSound + "sort_by = '''bytes\n\n\n", {"t.toml:10:2"});
}

BOOST_AUTO_TEST_CASE(lost_sections_are_not_missed)
{
    check_places(
        "[capture.tc\nplugin = \"tc\"\nno_arp = true\n[sink.a]\nplugin = \"table\"\n[[pipeline]]\n"
        "from = \"tc\"\nto = \"b\"\n",
        {"t.toml:1:12", "t.toml:8:1"});
    check_places("[capture.tc]\nplugin = \"tc\n[sink.a]\nplugin = \"table\"\n[[pipeline]\nfrom = \"tc\"\nto = \"a\"\n",
                 {"t.toml:2:13", "t.toml:5:12"});
    check_places(kSound + "[capture.tc]\nplugin = \"tc\"\n", {"t.toml:8:1"});
}

BOOST_AUTO_TEST_CASE(many)
{
    check_places("[host]\ntick = = 1\nlog_level = debug\nduration = \"1h\n" + kSound + "top = 1h\nevery = 1\n",
                 {"t.toml:2:8", "t.toml:3:13", "t.toml:4:15", "t.toml:12:8", "t.toml:13:1"});
}

BOOST_AUTO_TEST_CASE(no_text_at_all)
{
    BOOST_TEST(!places(std::string(5000, '[')).empty());
    BOOST_TEST(!places(std::string("\0\1\2\xff\xfe", 5)).empty());
    std::string noise;
    for (int i = 0; i < 200; ++i)
        noise += "]] = [ \"\n";
    BOOST_TEST(places(noise).size() <= 20U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
