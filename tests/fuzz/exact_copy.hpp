// SPDX-License-Identifier: MIT
// A frame in memory of exactly its size, which can be made shorter: AddressSanitizer reports each read beyond.
#pragma once

#include <sanitizer/asan_interface.h>

#include <cstdint>
#include <cstring>
#include <memory>

namespace hookline::fuzz {

class ExactCopy {
public:
    ExactCopy(const std::uint8_t* data, std::size_t size)
        : size_(size), whole_(size), bytes_(std::make_unique<std::uint8_t[]>(size))
    {
        if (size != 0) std::memcpy(bytes_.get(), data, size);
    }
    ~ExactCopy() { ASAN_UNPOISON_MEMORY_REGION(bytes_.get(), whole_); }
    ExactCopy(const ExactCopy&) = delete;
    ExactCopy& operator=(const ExactCopy&) = delete;

    void cut_to(std::size_t size)
    {
        size_ = size;
        ASAN_POISON_MEMORY_REGION(bytes_.get() + size, whole_ - size);
    }

    [[nodiscard]] const std::uint8_t* begin() const { return bytes_.get(); }
    [[nodiscard]] const std::uint8_t* end() const { return bytes_.get() + size_; }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::size_t size_;
    std::size_t whole_;
    std::unique_ptr<std::uint8_t[]> bytes_;
};

}  // namespace hookline::fuzz
