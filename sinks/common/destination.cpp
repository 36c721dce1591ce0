// SPDX-License-Identifier: MIT
#include "common/destination.hpp"

#include <fcntl.h>
#include <hookline/plugin.hpp>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace hookline::sink_common {

namespace fs = std::filesystem;

namespace {

constexpr mode_t kMode = 0666;  // less the umask

[[noreturn]] void throw_error(const std::string& name, int error)
{
    throw Error(name + ": " + std::generic_category().message(error) + " (" + std::to_string(error) + ")");
}

// Standard output may have been made non-blocking by whoever shares it.
void wait_until_writable(int fd)
{
    pollfd waiting{fd, POLLOUT, 0};
    ::poll(&waiting, 1, -1);
}

// Not mkstemp(): the umask decides who may read the report. The process's number keeps others apart, and what an
// earlier process of this number left behind is dropped.
int create_file(const std::string& path)
{
    constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    const int fd = ::open(path.c_str(), kFlags, kMode);
    if (fd >= 0 || errno != EEXIST || ::unlink(path.c_str()) != 0) return fd;
    return ::open(path.c_str(), kFlags, kMode);
}

}  // namespace

Destination::Destination(const std::string& path) : name_(path == "-" ? "stdout" : path), path_(path == "-" ? "" : path)
{
    if (path.empty()) throw invalid_option("path is empty; give a file, or \"-\" for stdout");
}

Destination::~Destination()
{
    close();
}

void Destination::fail(int error) const
{
    throw_error(name_, error);
}

void Destination::open()
{
    if (fd_ >= 0) return;
    if (path_.empty()) {
        fd_ = STDOUT_FILENO;
        return;
    }
    struct stat found{};
    const bool exists = ::stat(path_.c_str(), &found) == 0;
    if (exists && S_ISDIR(found.st_mode)) fail(EISDIR);
    is_regular_ = !exists || S_ISREG(found.st_mode);
    if (is_regular_) return open_file();
    fd_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd_ < 0) fail(errno);
}

void Destination::open_file()
{
    std::error_code ignored;
    // A link to a file stays one: the file behind it is replaced.
    if (const fs::path real = fs::canonical(path_, ignored); !real.empty()) path_ = real;
    const fs::path target(path_);
    const std::string beside = target.parent_path() / ("." + target.filename().string() + ".");
    static std::atomic<unsigned> counter = 0;  // sinks run on threads of their own
    const std::string temporary = beside + std::to_string(::getpid()) + "-" + std::to_string(++counter);
    fd_ = create_file(temporary);
    if (fd_ < 0) throw_error(name_ + ": cannot create " + temporary, errno);
    temporary_ = temporary;
    struct stat replaced{};
    if (::stat(path_.c_str(), &replaced) == 0) ::fchmod(fd_, replaced.st_mode & 07777);
}

void Destination::restart()
{
    if (fd_ >= 0 && !is_regular_) return;
    close();
    open();
}

void Destination::write(std::string_view bytes)
{
    open();
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
        if (written >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
        else if (errno == EAGAIN)
            wait_until_writable(fd_);
        else if (errno != EINTR)
            fail(errno);
    }
}

void Destination::publish()
{
    if (temporary_.empty()) return;
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail(errno);
    temporary_.clear();
}

void Destination::discard()
{
    if (temporary_.empty()) return;
    ::unlink(temporary_.c_str());
    temporary_.clear();
    ::close(fd_);
    fd_ = -1;
}

void Destination::close()
{
    discard();
    if (fd_ >= 0 && !path_.empty()) ::close(fd_);
    fd_ = -1;
}

bool Destination::is_terminal() const
{
    return fd_ >= 0 && ::isatty(fd_) != 0;
}

unsigned Destination::terminal_width() const
{
    winsize size{};
    return is_terminal() && ::ioctl(fd_, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace hookline::sink_common
