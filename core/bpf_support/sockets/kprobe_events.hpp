// SPDX-License-Identifier: MIT
// Events of tracefs that begin with a kprobe (Linux, Documentation/trace/kprobetrace.rst). A return probe is made here for as
// many calls at a time as we say, and tells how many it missed; one by perf_event_open() is for few, and tells nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "bpf_support/unique_fd.hpp"

namespace hookline::bpf {

// Removes it, unless somebody uses it.
struct KprobeEventRemover {
    void operator()(const std::string* name) const;
};
// The name of an event of ours, in the kernel as long as this exists.
using KprobeEvent = std::unique_ptr<const std::string, KprobeEventRemover>;

// The kernel's list of them. One at a time, of all hooklines of the host: no other can take an event that was just made
// for one that is left over.
class KprobeEvents {
public:
    // Throws Error where there is no tracefs that can be written.
    KprobeEvents();

    // When this function returns. Throws Error.
    [[nodiscard]] KprobeEvent add_return(const std::string& function) const;
    // For a program to be attached to. Throws Error.
    [[nodiscard]] UniqueFd open(const std::string& name) const;
    // Events of hooklines that were killed: the kernel removes none that is in use. Their names.
    [[nodiscard]] std::vector<std::string> remove_unused() const;

private:
    std::filesystem::path folder_;
    UniqueFd list_;
};

// How many calls these have missed since they were made; 0 where that cannot be read.
std::uint64_t missed_by(const std::vector<std::string>& names);

// The files' text: kprobe_profile, kprobe_events.
std::uint64_t missed_by(const std::vector<std::string>& names, std::istream& profile);
std::vector<std::string> names_of_ours(std::istream& list);

}  // namespace hookline::bpf
