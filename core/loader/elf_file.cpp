// SPDX-License-Identifier: MIT
#include "loader/elf_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "loader/refusal.hpp"

namespace hookline::loader {
namespace {

namespace fs = std::filesystem;

std::string kernel_says(int error)
{
    return std::generic_category().message(error);
}

const char* type_name(fs::file_type type)
{
    switch (type) {
    case fs::file_type::directory: return "a directory";
    case fs::file_type::fifo: return "a FIFO";
    case fs::file_type::socket: return "a socket";
    case fs::file_type::character:
    case fs::file_type::block: return "a device";
    default: return "no regular file";
    }
}

}  // namespace

Result<ElfFile> ElfFile::open(const fs::path& file)
{
    std::error_code error;
    const auto status = fs::status(file, error);
    if (status.type() == fs::file_type::none || status.type() == fs::file_type::not_found)
        return refusal(file, kernel_says(error.value()));
    if (!fs::is_regular_file(status))
        return refusal(file, std::string("is ") + type_name(status.type()) + ", not a shared library");

    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return refusal(file, "cannot be opened: " + kernel_says(errno));
    ElfFile opened(fd, 0);
    struct stat facts{};
    if (::fstat(fd, &facts) != 0) return refusal(file, "cannot be examined: " + kernel_says(errno));
    opened.size_ = static_cast<std::uint64_t>(facts.st_size);
    return opened;
}

ElfFile::~ElfFile()
{
    if (fd_ >= 0) ::close(fd_);
}

ElfFile::ElfFile(ElfFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)), size_(other.size_) {}

std::size_t ElfFile::read(std::uint64_t offset, void* into, std::size_t size) const
{
    std::size_t done = 0;
    while (done < size) {
        const auto got = ::pread(fd_, static_cast<char*>(into) + done, size - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

}  // namespace hookline::loader
