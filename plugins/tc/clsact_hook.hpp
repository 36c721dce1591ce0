// SPDX-License-Identifier: MIT
// Attached as a filter of the clsact qdisc (Linux 4.5): where TCX is missing, or where the configuration says so.
#pragma once

#include "clsact_mark.hpp"
#include "hook.hpp"

namespace hookline::tc {

// The qdisc that the filters of both directions hang on. Its destructor removes it if hookline made it and nothing
// else uses it by now.
class ClsactQdisc {
public:
    explicit ClsactQdisc(const bpf::Interface& interface);  // throws Error
    ~ClsactQdisc();
    ClsactQdisc(const ClsactQdisc&) = delete;
    ClsactQdisc& operator=(const ClsactQdisc&) = delete;
    ClsactQdisc(ClsactQdisc&&) = delete;
    ClsactQdisc& operator=(ClsactQdisc&&) = delete;

    [[nodiscard]] bool made_by_hookline() const { return made_; }

private:
    int ifindex_;
    bool made_ = false;
};

class ClsactHook : public Hook {
public:
    // Attaches at the lowest pref that a bpf filter can have there. Throws Error.
    ClsactHook(HookPoint point, int program_fd, std::shared_ptr<ClsactQdisc> qdisc, const ClsactOwner& owner);
    ~ClsactHook() override;

    std::string ahead_of_us() override;
    void move_to_head() override;
    [[nodiscard]] bool waits_on_detach() const override { return false; }

private:
    void attach();
    void detach();

    int program_fd_;
    std::shared_ptr<ClsactQdisc> qdisc_;
    std::uint32_t handle_;
    std::uint16_t pref_ = 0;  // 0: not attached
};

// Removes what hookline processes that live no more have left on any interface; a line for each interface.
std::vector<std::string> remove_stale_filters(const std::vector<bpf::Interface>& interfaces);

}  // namespace hookline::tc
