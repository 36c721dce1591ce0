// SPDX-License-Identifier: MIT
#pragma once

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "config/reader.hpp"

namespace hookline::test {

inline std::vector<std::string> texts(const config::Complaints& complaints)
{
    std::vector<std::string> all;
    for (const auto& complaint : complaints)
        all.push_back(config::to_text(complaint));
    return all;
}

inline std::vector<std::string> complaints_about(std::string_view text)
{
    config::Complaints complaints;
    config::read_text(text, "t.toml", complaints);
    config::sort(complaints);
    return texts(complaints);
}

inline void check_complaints(std::string_view text, const std::vector<std::string>& expected)
{
    const auto found = complaints_about(text);
    BOOST_TEST(found == expected, boost::test_tools::per_element());
}

inline config::Config read_good(std::string_view text)
{
    config::Complaints complaints;
    auto config = config::read_text(text, "t.toml", complaints);
    BOOST_TEST(texts(complaints) == std::vector<std::string>{}, boost::test_tools::per_element());
    return config;
}

}  // namespace hookline::test
