// SPDX-License-Identifier: MIT
// Bounded reads of a file that may be anything and end anywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "result.hpp"

namespace hookline::loader {

class ElfFile {
public:
    // Refuses all but regular files before it opens them: to open a FIFO blocks, and to open a device may do things.
    static Result<ElfFile> open(const std::filesystem::path& file);
    ~ElfFile();
    ElfFile(ElfFile&& other) noexcept;
    ElfFile(const ElfFile&) = delete;
    ElfFile& operator=(const ElfFile&) = delete;
    ElfFile& operator=(ElfFile&&) = delete;

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] bool holds(std::uint64_t offset, std::uint64_t length) const
    {
        return offset <= size_ && length <= size_ - offset;
    }

    // `count` entries of a table at `offset`; fewer when the file ends before.
    template <class Entry>
    [[nodiscard]] std::vector<Entry> table(std::uint64_t offset, std::uint64_t count) const
    {
        if (offset >= size_) return {};
        const auto there = (size_ - offset) / sizeof(Entry);
        std::vector<Entry> entries(count < there ? count : there);
        entries.resize(read(offset, entries.data(), entries.size() * sizeof(Entry)) / sizeof(Entry));
        return entries;
    }

private:
    ElfFile(int fd, std::uint64_t size) : fd_(fd), size_(size) {}
    std::size_t read(std::uint64_t offset, void* into, std::size_t size) const;

    int fd_;
    std::uint64_t size_;
};

}  // namespace hookline::loader
