// SPDX-License-Identifier: MIT
// What each payload of the table is, in user space; and that one byte less of its signature makes it nothing.
#define BOOST_TEST_MODULE labels
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

#include "cases.hpp"

namespace hookline::test {
namespace {

int label_of(const LabelCase& label_case)
{
    const auto payload = payload_of(label_case);
    return hl_label_of(&payload);
}

}  // namespace

BOOST_DATA_TEST_CASE(is_what_its_specification_says, boost::unit_test::data::make(all_cases()), label_case)
{
    BOOST_TEST(label_of(label_case) == int{label_case.label});
}

BOOST_DATA_TEST_CASE(another_byte_in_the_signature_is_something_else, boost::unit_test::data::make(all_cases()),
                     label_case)
{
    constexpr char kChange = 0x55;
    for (const unsigned at : label_case.fixed) {
        auto changed = label_case;
        changed.bytes.at(at) ^= kChange;
        BOOST_TEST(label_of(changed) != int{label_case.label}, "byte " << at);
    }
}

BOOST_DATA_TEST_CASE(another_length_is_something_else, boost::unit_test::data::make(all_cases()), label_case)
{
    if (!label_case.is_exact) return;
    auto longer = label_case, shorter = label_case;
    longer.bytes += '\0';
    shorter.bytes.pop_back();
    BOOST_TEST(label_of(longer) != int{label_case.label});
    BOOST_TEST(label_of(shorter) != int{label_case.label});
}

// Cut anywhere, a payload may say less, but never something else.
BOOST_DATA_TEST_CASE(cut_it_is_the_same_or_nothing, boost::unit_test::data::make(all_cases()), label_case)
{
    if (label_case.label == HL_LABEL_NONE) return;
    for (std::size_t size = 0; size < label_case.bytes.size(); ++size) {
        auto cut = label_case;
        cut.bytes.resize(size);
        const int label = label_of(cut);
        BOOST_TEST((label == HL_LABEL_NONE || label == int{label_case.label}), "at " << size << ": label " << label);
    }
}

BOOST_AUTO_TEST_CASE(every_label_has_its_cases)
{
    std::set<int> seen;
    for (const auto& label_case : all_cases())
        seen.insert(label_case.label);
    BOOST_TEST(seen.size() == std::size_t{HL_LABEL_COUNT});
}

BOOST_AUTO_TEST_CASE(only_tcp_and_udp_carry_something)
{
    for (auto label_case : all_cases()) {
        label_case.protocol = 132;  // SCTP
        BOOST_TEST(label_of(label_case) == int{HL_LABEL_NONE}, label_case.name);
    }
}

}  // namespace hookline::test
