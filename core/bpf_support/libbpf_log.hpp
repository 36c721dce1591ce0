// SPDX-License-Identifier: MIT
// libbpf's messages, to the host's log.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdarg>
#include <string>

namespace hookline::bpf {

// While one exists, what libbpf prints goes to the host, one level lower than libbpf asks for; before and after it
// libbpf is silent. libbpf has one callback for the whole process, which must not outlive the plugin that set it: make
// one around each use, on the loop thread.
class LibbpfLog {
public:
    explicit LibbpfLog(const Host& host);
    ~LibbpfLog();
    LibbpfLog(const LibbpfLog&) = delete;
    LibbpfLog& operator=(const LibbpfLog&) = delete;
    LibbpfLog(LibbpfLog&&) = delete;
    LibbpfLog& operator=(LibbpfLog&&) = delete;

    // Why the verifier refused the last program, in its own words with what to do to see more; empty if it did not.
    [[nodiscard]] std::string verifier_hint() const;

    // What the kernel said beside its last error number, where it did: netlink alone carries such words.
    [[nodiscard]] const std::string& kernel_message() const { return kernel_message_; }

    void take(int level, const std::string& text);  // for the callback

private:
    Host host_;
    std::string verdict_;
    std::string kernel_message_;
    LibbpfLog* outer_;
};

// Hands a message to the log that exists in this thread, if one does: for libraries on top of libbpf, which print alike.
int print_to_log(int level, const char* format, va_list arguments) noexcept;

}  // namespace hookline::bpf
