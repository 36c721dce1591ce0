// SPDX-License-Identifier: MIT
// The cgroups of v2 by their ids, those that are gone, too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bpf_support/cgroups/cgroup_labels.hpp"

namespace hookline::bpf {

class CgroupPaths {
public:
    // `mount`: of cgroup v2; empty where none is. Of those that are gone, `most_gone` are kept: the latest, and those whose
    // names are asked for.
    explicit CgroupPaths(std::filesystem::path mount, std::size_t most_gone = 16'384)
        : mount_(std::move(mount)), most_gone_(most_gone)
    {
    }

    // Frees what was replaced and what is too much: not while rows hold what find() or unknown() has returned.
    void tidy();
    // Looks at all that are there. Those that are not any more are gone.
    void scan();

    // What happens to a cgroup. Paths are from the root of the hierarchy on.
    void add(std::uint64_t id, const std::string& path);
    void remove(std::uint64_t id);
    void rename(std::uint64_t id, const std::string& path);  // those below move with it

    // Null: not known.
    const NamedCgroup* find(std::uint64_t id);
    // "(gone 1234)": for one that was looked for in vain. Ids are not given twice: it need not be looked for again.
    const NamedCgroup& unknown(std::uint64_t id);
    [[nodiscard]] bool is_unknown(std::uint64_t id) const { return unknown_.contains(id); }

private:
    using Queue = std::list<std::uint64_t>;
    struct Known {
        explicit Known(std::string path) : cgroup(std::move(path)) {}
        NamedCgroup cgroup;
        std::optional<Queue::iterator> gone;  // its place among those that are
        std::uint64_t scan = 0;  // the last that found it
    };
    using Map = std::unordered_map<std::uint64_t, Known>;

    void scan(const std::filesystem::path& directory, const std::string& path);
    Known& put(std::uint64_t id, const std::string& path);
    void found(Known& known);

    std::filesystem::path mount_;
    std::size_t most_gone_;
    Map known_;
    Queue gone_;  // the next to be forgotten comes first
    std::unordered_map<std::uint64_t, NamedCgroup> unknown_;
    std::vector<Map::node_type> replaced_;
    std::uint64_t scans_ = 0;
};

}  // namespace hookline::bpf
