// SPDX-License-Identifier: MIT
#include "libbpf_words.hpp"

#include <bpf/libbpf.h>

#include <cstdarg>
#include <cstdio>
#include <sstream>
#include <vector>

namespace hookline::bench {
namespace {

constexpr std::size_t kLines = 6;

std::string* warnings_now = nullptr;
std::string* verifier_now = nullptr;

int take(libbpf_print_level level, const char* format, va_list arguments)
{
    if (level != LIBBPF_WARN || warnings_now == nullptr) return 0;
    va_list again;
    va_copy(again, arguments);
    std::string text(static_cast<std::size_t>(std::vsnprintf(nullptr, 0, format, again)), '\0');
    va_end(again);
    std::vsnprintf(text.data(), text.size() + 1, format, arguments);
    *(text.find("BEGIN PROG LOAD LOG") == std::string::npos ? warnings_now : verifier_now) += text;
    return 0;
}

bool is_frame(const std::string& line)
{
    return line.empty() || line.find("PROG LOAD LOG --") != std::string::npos || line.starts_with("processed ");
}

std::string last_lines(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        if (!is_frame(line)) lines.push_back(line);
    std::string last;
    for (std::size_t i = lines.size() > kLines ? lines.size() - kLines : 0; i < lines.size(); ++i)
        last += "\n    " + lines[i];
    return last;
}

}  // namespace

LibbpfWords::LibbpfWords()
{
    warnings_now = &warnings_;
    verifier_now = &verifier_;
    libbpf_set_print(&take);
}

LibbpfWords::~LibbpfWords()
{
    libbpf_set_print(nullptr);
    warnings_now = verifier_now = nullptr;
}

std::string LibbpfWords::last() const
{
    return last_lines(verifier_.empty() ? warnings_ : verifier_);
}

}  // namespace hookline::bench
