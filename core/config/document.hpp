// SPDX-License-Identifier: MIT
// TOML text as a plain tree in the order of the file. document.cpp is alone in naming toml++.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/model.hpp"
#include "result.hpp"

namespace hookline::config {

struct Node {
    enum class Kind { scalar, array, table, date };
    Kind kind = Kind::table;
    std::string key;  // empty: an array's item
    Place place;      // of the key; of an item itself; of a [header]'s bracket
    Scalar scalar;
    std::vector<Node> children;  // of an array or a table

    [[nodiscard]] const Node* find(std::string_view name) const;
};

// "a string", "an array", ...
std::string kind_of(const Scalar& scalar);
std::string kind_of(const Node& node);

struct Document {
    Node root;
    std::vector<std::string> lost;  // lines that syntax errors took out of it
    bool readable = true;           // false: too broken to say anything about the rest

    // Might the lost lines have said this?
    [[nodiscard]] bool may_have_lost(std::string_view text) const;
};

// Complains about every syntax error: takes the statement around each out of the text and reads the rest again.
Document parse_document(std::string_view text, const std::string& source, Complaints& complaints);

// One value as it would stand in a file: `true`, `"auto"`, `["a", "b"]`.
Result<Setting> parse_value(std::string_view text);

// The scalar or the array of scalars at `node`; the failure says what it is instead.
Result<Setting> to_setting(const Node& node);

}  // namespace hookline::config
