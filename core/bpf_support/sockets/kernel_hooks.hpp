// SPDX-License-Identifier: MIT
// Where programs can be attached on this kernel. Asked of the kernel itself, never of its version.
#pragma once

#include <memory>
#include <string>

struct btf;

namespace hookline::bpf {

class KernelHooks {
public:
    KernelHooks() = default;
    virtual ~KernelHooks() = default;
    KernelHooks(const KernelHooks&) = delete;
    KernelHooks& operator=(const KernelHooks&) = delete;
    KernelHooks(KernelHooks&&) = delete;
    KernelHooks& operator=(KernelHooks&&) = delete;

    [[nodiscard]] virtual bool has_function(const std::string& name) const = 0;
    [[nodiscard]] virtual bool has_tracepoint(const std::string& name) const = 0;
    // Programs at the return of functions (fexit): the kernel takes one and attaches it.
    [[nodiscard]] virtual bool has_fexit() const = 0;
    // kprobes and kretprobes by perf events.
    [[nodiscard]] virtual bool has_kprobes() const = 0;
};

// Those of the kernel that runs.
class RunningKernel final : public KernelHooks {
public:
    RunningKernel();  // throws Error where the kernel does not tell its types

    [[nodiscard]] bool has_function(const std::string& name) const override;
    [[nodiscard]] bool has_tracepoint(const std::string& name) const override;
    [[nodiscard]] bool has_fexit() const override { return has_fexit_; }
    [[nodiscard]] bool has_kprobes() const override { return has_kprobes_; }

private:
    struct FreeTypes {
        void operator()(btf* types) const;
    };

    std::unique_ptr<btf, FreeTypes> types_;
    bool has_fexit_;
    bool has_kprobes_;
};

}  // namespace hookline::bpf
