// SPDX-License-Identifier: MIT
// `abbreviations`: a key column with the name of the first pattern that a row fits. Loop thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/model.hpp"
#include "names/wider_schema.hpp"
#include "record/filter.hpp"

namespace hookline::names {

inline constexpr const char* kAbbreviation = "abbreviation";

class Abbreviator {
public:
    // `stream`: rows as they come. Null: there are complaints. `is_elsewhere`: does another stream of the pipeline have
    // that column? Then a pattern with it fits no row of this one, else it is a mistake.
    static std::unique_ptr<Abbreviator> make(const record::Schema& stream, const config::Pipeline& pipeline,
                                             const std::function<bool(const std::string&)>& is_elsewhere,
                                             config::Complaints& complaints);

    [[nodiscard]] const record::SchemaPtr& output() const { return wider_.schema(); }
    // The row with its column, good until the next call.
    [[nodiscard]] Row operator()(const Row& row);

private:
    struct Pattern {
        std::string name;
        std::vector<record::Filter> any_of;  // one, or one for either side
    };
    explicit Abbreviator(WiderSchema wider) : wider_(std::move(wider)), buffer_(wider_.row_words()) {}
    [[nodiscard]] const std::string* name_of(const Row& row) const;

    WiderSchema wider_;
    std::vector<Pattern> patterns_;
    std::vector<std::uint64_t> buffer_;
};

}  // namespace hookline::names
