// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/kprobe_events.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace {

using hookline::bpf::missed_by;
using hookline::bpf::names_of_ours;
using Names = std::vector<std::string>;

std::uint64_t missed(const Names& names, const std::string& text)
{
    std::istringstream profile(text);
    return missed_by(names, profile);
}

BOOST_AUTO_TEST_SUITE(kprobe_events)

// As Linux 5.10 to 6.12 have it; the group is not told.
constexpr const char* kProfile =
    "  inet_recvmsg_17_0                                          1               4\n"
    "  inet_recvmsg_17_1                                          1             100\n"
    "  inet_sendmsg_17_0                                 5000000000     30000000000\n"
    "  somebodys                                                  2            1000\n";

BOOST_AUTO_TEST_CASE(what_ours_have_missed)
{
    BOOST_TEST(missed({"inet_recvmsg_17_0"}, kProfile) == 4U);
    BOOST_TEST(missed({"inet_sendmsg_17_0", "inet_recvmsg_17_0"}, kProfile) == 30'000'000'004U);
    BOOST_TEST(missed({}, kProfile) == 0U);
}

BOOST_AUTO_TEST_CASE(a_name_is_compared_as_a_whole)
{
    BOOST_TEST(missed({"inet_recvmsg_1", "inet_recvmsg_17", "recvmsg_17_0"}, kProfile) == 0U);
}

BOOST_AUTO_TEST_CASE(names_longer_than_their_column)
{
    const std::string name(60, 'x');
    BOOST_TEST(missed({name}, "  " + name + "               7               9\n") == 9U);
}

BOOST_AUTO_TEST_CASE(lines_of_another_kind)
{
    BOOST_TEST(missed({"a", "b"}, "") == 0U);
    BOOST_TEST(missed({"a", "b"}, "\n  a\n  a 1\n  a x y\n  b               1               2\n") == 2U);
}

BOOST_AUTO_TEST_CASE(only_our_events_are_ours)
{
    std::istringstream list(
        "p:kprobes/p_inet_recvmsg_0 inet_recvmsg\n"
        "r4096:hookline/inet_recvmsg_17_0 inet_recvmsg\n"
        "r4096:hookline2/inet_recvmsg_18_0 inet_recvmsg\n"
        "p:mine/hookline hookline:hookline/x arg1=%ax\n"
        "no colon\n"
        "r:hookline/tcp_splice_read_17_0 tcp_splice_read arg1=$retval\n"
        "p:hookline/no_function\n");
    const Names expected = {"inet_recvmsg_17_0", "tcp_splice_read_17_0", "no_function"};
    const auto found = names_of_ours(list);
    BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
