// SPDX-License-Identifier: MIT
#include "bpf_support/map_reader.hpp"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <hookline/plugin.hpp>

#include <algorithm>
#include <cerrno>

#include "bpf_support/errors.hpp"

namespace hookline::bpf {
namespace {

constexpr int kNotSupported = 524;  // ENOTSUPP, the kernel's own, in no header of user space

[[noreturn]] void fail(const char* what, int error)
{
    throw Error(std::string("cannot ") + what + ": " + kernel_words(error));
}

}  // namespace

MapReader::MapReader(int map_fd, Way way) : fd_(map_fd), way_(way)
{
    bpf_map_info info{};
    std::uint32_t size = sizeof info;
    if (const int error = bpf_map_get_info_by_fd(map_fd, &info, &size); error != 0) fail("look at a map", error);
    key_size_ = info.key_size;
    value_size_ = info.value_size;
    cursor_.resize(std::max(key_size_, sizeof(std::uint64_t)));
}

void MapReader::reserve(std::size_t elements)
{
    if (keys_.size() >= elements * key_size_) return;
    keys_.resize(elements * key_size_);
    values_.resize(elements * value_size_);
}

bool MapReader::next(std::size_t wanted, After after)
{
    reserve(std::max<std::size_t>(wanted, 1));
    const bool more = way_ == Way::batch ? next_batch(wanted, after) : next_one_by_one(wanted, after);
    is_started_ = more;
    return more;
}

bool MapReader::next_batch(std::size_t wanted, After after)
{
    const auto call = after == After::remove ? &bpf_map_lookup_and_delete_batch : &bpf_map_lookup_batch;
    while (true) {
        auto count = static_cast<std::uint32_t>(keys_.size() / key_size_);
        auto next = cursor_;
        const int error = call(fd_, is_started_ ? cursor_.data() : nullptr, next.data(), keys_.data(), values_.data(),
                               &count, nullptr);
        if (error == -ENOSPC) {  // one bucket holds more than we asked for
            reserve(keys_.size() / key_size_ * 2);
            continue;
        }
        if ((error == -EINVAL || error == -kNotSupported) && !is_started_) {
            way_ = Way::one_by_one;
            return next_one_by_one(wanted, after);
        }
        if (error != 0 && error != -ENOENT) fail("read a map", error);
        cursor_ = std::move(next);
        count_ = count;
        return error == 0;
    }
}

// The key after the one that is read is asked for first: after its removal the kernel would start at the front again.
bool MapReader::next_one_by_one(std::size_t wanted, After after)
{
    count_ = 0;
    bool more = is_started_ || bpf_map_get_next_key(fd_, nullptr, cursor_.data()) == 0;
    while (more && count_ < wanted) {
        char* key = keys_.data() + count_ * key_size_;
        std::copy_n(cursor_.data(), key_size_, key);
        more = bpf_map_get_next_key(fd_, key, cursor_.data()) == 0;
        char* value = values_.data() + count_ * value_size_;
        if (const int error = bpf_map_lookup_elem(fd_, key, value); error != 0) fail("read an element of a map", error);
        if (after == After::remove) bpf_map_delete_elem(fd_, key);
        ++count_;
    }
    return more;
}

}  // namespace hookline::bpf
