// SPDX-License-Identifier: MIT
// Text as lines, to take statements out of broken TOML without moving what follows.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hookline::config {

class Lines {
public:
    explicit Lines(std::string_view text);

    [[nodiscard]] std::string text() const { return text_before(lines_.size() - 1) + lines_.back(); }
    [[nodiscard]] std::string text_before(std::size_t line) const;

    // Blanks the statement that an error in `line` (from 0) is part of, and returns its lines that were not empty.
    // `parses` tells whether a text is well-formed: an error may show only after an earlier statement that does not end.
    using Parses = std::function<bool(const std::string&)>;
    std::vector<std::string> take_statement(std::size_t line, const Parses& parses);

private:
    [[nodiscard]] std::size_t statement_end(std::size_t first, std::size_t line) const;

    std::vector<std::string> lines_;
};

}  // namespace hookline::config
