// SPDX-License-Identifier: MIT
// Attached by a TCX link (Linux 6.6): the kernel detaches it when this process ends, however it ends.
#pragma once

#include "bpf_support/unique_fd.hpp"
#include "hook.hpp"

namespace hookline::tc {

class TcxHook : public Hook {
public:
    // Attaches before everything else that is there. Throws Error.
    TcxHook(HookPoint point, int program_fd);
    ~TcxHook() override { detach(); }
    TcxHook(const TcxHook&) = delete;
    TcxHook& operator=(const TcxHook&) = delete;
    TcxHook(TcxHook&&) = delete;
    TcxHook& operator=(TcxHook&&) = delete;

    std::string ahead_of_us() override;
    void move_to_head() override;
    [[nodiscard]] bool waits_on_detach() const override { return true; }

private:
    void attach();
    void detach();

    int program_fd_;
    std::uint32_t program_id_ = 0;
    bpf::UniqueFd link_;
    std::uint64_t revision_ = 0;  // of the chain when it was last looked at
    std::string ahead_;
};

}  // namespace hookline::tc
