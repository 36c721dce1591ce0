// SPDX-License-Identifier: MIT
#include "loader/inspect.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string>

namespace hookline::loader {
namespace {

using Clock = std::chrono::steady_clock;

// The child's answer is these strings, each with its NUL; an answer that lacks some was cut short by the child's end.
constexpr std::size_t kFields = 7;
using Answer = std::array<std::string, kFields>;

Answer examine(const std::filesystem::path& file)
{
    const auto plugin = Plugin::load(file);
    if (!plugin) return {"", "", "", "", "", "", plugin.error().text};
    const auto& told = (*plugin)->descriptor();
    return {"usable",  told.name, told.kind == HOOKLINE_CAPTURE ? "capture" : "sink", told.version, told.licence,
            told.help, ""};
}

// What the library prints is not part of anybody's output, and its death is only ours to report.
void make_harmless()
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    for (const int fatal : {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE})
        ::signal(fatal, SIG_DFL);
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(nowhere, standard);
}

[[noreturn]] void run_child(const std::filesystem::path& file, int to_parent)
{
    make_harmless();
    std::string text;
    for (const auto& field : examine(file))
        text.append(field).push_back('\0');
    const auto written = ::write(to_parent, text.data(), text.size());
    ::_exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
}

// All that the child writes until it closes its end; nothing when the time is up before.
std::optional<std::string> read_until_end(int fd, Clock::time_point deadline)
{
    std::string text;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd watched{fd, POLLIN, 0};
        const int ready = left > 0 ? ::poll(&watched, 1, static_cast<int>(left)) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return {};
        std::array<char, 4096> buffer{};
        const auto got = ::read(fd, buffer.data(), buffer.size());
        if (got <= 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

std::optional<Answer> parse(const std::string& text)
{
    Answer answer;
    std::size_t at = 0;
    for (auto& field : answer) {
        const auto end = text.find('\0', at);
        if (end == std::string::npos) return {};
        field = text.substr(at, end - at);
        at = end + 1;
    }
    return answer;
}

std::string how_it_ended(int status)
{
    if (WIFSIGNALED(status)) {
        const char* name = ::sigabbrev_np(WTERMSIG(status));
        return "crashed with SIG" + (name != nullptr ? name : std::to_string(WTERMSIG(status))) + " while loading";
    }
    return "ended the process with status " + std::to_string(WEXITSTATUS(status)) + " while loading";
}

int end_child(pid_t child, bool by_force)
{
    if (by_force) ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

Listing unusable(const std::filesystem::path& file, const std::string& problem)
{
    return {file, false, {}, {}, {}, {}, {}, "plugin " + file.string() + ": " + problem};
}

}  // namespace

Listing inspect(const std::filesystem::path& file, std::chrono::milliseconds limit)
{
    const auto deadline = Clock::now() + limit;
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return unusable(file, std::string("no pipe: ") + ::strerror(errno));
    const auto child = ::fork();
    if (child == 0) run_child(file, ends[1]);
    ::close(ends[1]);
    const auto text = child > 0 ? read_until_end(ends[0], deadline) : std::nullopt;
    ::close(ends[0]);
    if (child < 0) return unusable(file, "no child process to look at it");

    const int status = end_child(child, !text);
    if (!text) return unusable(file, "takes longer than " + std::to_string(limit.count()) + " ms to load");
    const auto answer = parse(*text);
    if (!answer) return unusable(file, how_it_ended(status));
    const auto& [usable, name, kind, version, licence, help, problem] = *answer;
    return {file, !usable.empty(), name, kind, version, licence, help, problem};
}

}  // namespace hookline::loader
