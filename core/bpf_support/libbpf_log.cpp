// SPDX-License-Identifier: MIT
#include "bpf_support/libbpf_log.hpp"

#include <bpf/libbpf.h>

#include <cstdio>
#include <sstream>
#include <string_view>

namespace hookline::bpf {
namespace {

constexpr std::string_view kKernelMessage = "libbpf: Kernel error message: ";

thread_local LibbpfLog* current = nullptr;  // captures detach on threads of their own

int print(libbpf_print_level level, const char* format, va_list arguments) noexcept
{
    return print_to_log(level, format, arguments);
}

// The verifier ends its log with the reason, then statistics.
std::string last_words(const std::string& log)
{
    std::istringstream lines(log);
    std::string line;
    std::string last;
    while (std::getline(lines, line))
        if (!line.empty() && !line.starts_with("processed ") && !line.starts_with("-- ")) last = line;
    return last;
}

}  // namespace

int print_to_log(int level, const char* format, va_list arguments) noexcept
{
    if (current == nullptr) return 0;
    try {
        va_list again;
        va_copy(again, arguments);
        std::string text(static_cast<std::size_t>(std::vsnprintf(nullptr, 0, format, again)), '\0');
        va_end(again);
        std::vsnprintf(text.data(), text.size() + 1, format, arguments);
        while (!text.empty() && text.back() == '\n')
            text.pop_back();
        current->take(level, text);
    } catch (...) {  // a message lost for want of memory
    }
    return 0;
}

LibbpfLog::LibbpfLog(const Host& host) : host_(host), outer_(current)
{
    current = this;
    libbpf_set_print(&print);
}

LibbpfLog::~LibbpfLog()
{
    current = outer_;
    if (current == nullptr) libbpf_set_print(nullptr);
}

void LibbpfLog::take(int level, const std::string& text)
{
    const bool is_verifier_log = text.find("BEGIN PROG LOAD LOG") != std::string::npos;
    if (is_verifier_log) verdict_ = last_words(text);
    if (text.starts_with(kKernelMessage)) kernel_message_ = text.substr(kKernelMessage.size());
    if (level == LIBBPF_WARN && !is_verifier_log)
        host_.info(text);
    else if (level != LIBBPF_DEBUG)
        host_.debug(text);
}

std::string LibbpfLog::verifier_hint() const
{
    if (verdict_.empty()) return {};
    return ": \"" + verdict_ + "\"; run with --log-level=debug for the verifier log";
}

}  // namespace hookline::bpf
