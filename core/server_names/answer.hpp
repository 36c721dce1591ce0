// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace hookline::server_names {

// What the first bytes of a connection say about the server's name.
struct Answer {
    enum class Kind { more, found, never };  // more: the name may be in what comes next

    Kind kind = Kind::more;
    std::string name = {};

    static Answer more() { return {}; }
    static Answer never() { return {Kind::never}; }
    static Answer found(std::string name) { return {Kind::found, std::move(name)}; }
    static Answer found_or_never(std::optional<std::string> name) { return name ? found(*std::move(name)) : never(); }
    static Answer more_or_never(bool is_more) { return is_more ? more() : never(); }

    bool operator==(const Answer&) const = default;
};

// How much of one direction of a connection is looked at, at most.
constexpr std::size_t kMostBytes = 16'384;

}  // namespace hookline::server_names
