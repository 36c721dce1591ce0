// SPDX-License-Identifier: MIT
#include "bpf_support/mapped_array.hpp"

#include <hookline/plugin.hpp>
#include <sys/mman.h>

#include <cerrno>
#include <utility>

#include "bpf_support/errors.hpp"

namespace hookline::bpf {

MappedArray::MappedArray(int map_fd, std::uint64_t offset, std::uint64_t size)
{
    void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, map_fd, static_cast<off_t>(offset));
    if (memory == MAP_FAILED) throw Error("cannot map the flow table: " + kernel_words(errno));
    memory_ = memory;
    size_ = size;
}

MappedArray& MappedArray::operator=(MappedArray&& other) noexcept
{
    std::swap(memory_, other.memory_);
    std::swap(size_, other.size_);
    return *this;
}

void MappedArray::unmap()
{
    if (memory_ != nullptr) ::munmap(memory_, size_);
}

}  // namespace hookline::bpf
