// SPDX-License-Identifier: MIT
// The memory of an array map (BPF_F_MMAPABLE), or of a part of it, in this process. All that is mapped counts as
// resident, touched or not.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hookline::bpf {

class MappedArray {
public:
    MappedArray() = default;
    // In bytes; `offset` is a multiple of the page size. Throws Error.
    MappedArray(int map_fd, std::uint64_t offset, std::uint64_t size);
    ~MappedArray() { unmap(); }
    MappedArray(MappedArray&& other) noexcept { *this = static_cast<MappedArray&&>(other); }
    MappedArray& operator=(MappedArray&& other) noexcept;
    MappedArray(const MappedArray&) = delete;
    MappedArray& operator=(const MappedArray&) = delete;

    template <class Element>
    [[nodiscard]] Element* as() const
    {
        return static_cast<Element*>(memory_);
    }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    void unmap();

    void* memory_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace hookline::bpf
