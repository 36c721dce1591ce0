// SPDX-License-Identifier: MIT
// Reads the known keys of one TOML table into typed values, and complains about the rest.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "config/document.hpp"

namespace hookline::config {

// Each read leaves its target alone when the key is absent or wrong; wrong is a complaint.
class Section {
public:
    // `who` begins every complaint: "capture.tc".
    Section(const Node& table, std::string who, Complaints& complaints);

    bool text(const std::string& key, std::string& out);
    void choice(const std::string& key, std::string& out, const std::vector<std::string>& choices);
    void texts(const std::string& key, std::vector<std::string>& out);
    void boolean(const std::string& key, bool& out);
    void integer(const std::string& key, std::uint64_t& out, std::int64_t min, std::int64_t max);
    void duration(const std::string& key, std::chrono::nanoseconds& out, std::chrono::nanoseconds min);
    // The node itself, for what is read by hand.
    const Node* any(const std::string& key);

    // Every key that none of the above asked for.
    [[nodiscard]] std::vector<const Node*> rest() const;
    void complain_about_rest();

    void complain(const Place& place, const std::string& what);
    [[nodiscard]] const std::string& who() const { return who_; }
    [[nodiscard]] const Place& place() const { return table_.place; }

private:
    // What stands at `key` when it is a scalar of type T, else null; says what it must be.
    template <class T>
    const T* scalar(const std::string& key, const std::string& wanted);
    void wrong_type(const Node& node, const std::string& wanted);

    const Node& table_;
    std::string who_;
    Complaints& complaints_;
    std::vector<std::string> known_;
};

// `"a", "b" or "c"`
std::string one_of(const std::vector<std::string>& choices);

}  // namespace hookline::config
