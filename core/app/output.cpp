// SPDX-License-Identifier: MIT
#include "app/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace hookline::app {
namespace {

bool write_all(int fd, std::string_view text)
{
    while (!text.empty()) {
        const auto written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

int answer(const std::string& text)
{
    if (write_all(STDOUT_FILENO, text)) return kOk;
    return fail(kFailed, "standard output: write failed: " + std::string(std::strerror(errno)));
}

int fail(int status, const std::string& problem)
{
    // Nobody is left to tell when this fails
    write_all(STDERR_FILENO, "hookline: " + problem + "\n");
    return status;
}

int fail(config::Complaints complaints)
{
    config::sort(complaints);
    std::string text;
    for (const auto& complaint : complaints)
        text.append(complaint.place.line == 0 ? "hookline: " : "").append(to_text(complaint)).append("\n");
    write_all(STDERR_FILENO, text);
    return kBadUsage;
}

void reserve_standard_descriptors()
{
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(fd, F_GETFD) < 0) {
            // The lowest free number is the one that was closed
            const int reserved = ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
            if (reserved < 0) return;
        }
}

}  // namespace hookline::app
