// SPDX-License-Identifier: MIT
// One value of a `where` condition, compiled to a test of one column that has a value.
#pragma once

#include <hookline/row.hpp>

#include <functional>

#include "config/model.hpp"
#include "result.hpp"

namespace hookline::record {

using ValueTest = std::function<bool(const Row&)>;

// The column must outlive the test. The failure says what is wrong with the value, not where it stands.
Result<ValueTest> compile_value(const hookline_column& column, const config::Scalar& value);

// What a text names in an integer column: one of its names, a number, or "1000-2000", ends included.
struct IntegerRange {
    std::uint64_t low;
    std::uint64_t high;
};
Result<IntegerRange> integer_range(const hookline_column& column, const std::string& text);

// compile_value() for one family of types each.
Result<ValueTest> compile_integer(const hookline_column& column, const config::Scalar& value);
Result<ValueTest> compile_address(const hookline_column& column, const std::string& text);

}  // namespace hookline::record
