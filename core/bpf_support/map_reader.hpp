// SPDX-License-Identifier: MIT
// Reads a hash map from end to end in chunks: many elements a system call where the kernel can (5.6).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hookline::bpf {

class MapReader {
public:
    enum class After { keep, remove };       // what happens to an element that was read
    enum class Way { batch, one_by_one };    // one_by_one is what batch falls back to

    explicit MapReader(int map_fd, Way way = Way::batch);

    // Reads the next elements, about `wanted` of them. Nobody may write the map meanwhile. False: these were the last
    // (there may be none), and the next call starts anew. Throws Error.
    bool next(std::size_t wanted, After after);
    void rewind() { is_started_ = false; }

    [[nodiscard]] std::size_t size() const { return count_; }
    template <class Key>
    [[nodiscard]] const Key& key(std::size_t element) const
    {
        return *reinterpret_cast<const Key*>(keys_.data() + element * key_size_);
    }
    template <class Value>
    [[nodiscard]] const Value& value(std::size_t element) const
    {
        return *reinterpret_cast<const Value*>(values_.data() + element * value_size_);
    }

private:
    bool next_batch(std::size_t wanted, After after);
    bool next_one_by_one(std::size_t wanted, After after);
    void reserve(std::size_t elements);

    int fd_;
    Way way_;
    std::size_t key_size_ = 0;
    std::size_t value_size_ = 0;
    std::size_t count_ = 0;
    bool is_started_ = false;
    std::vector<char> keys_;
    std::vector<char> values_;
    std::vector<char> cursor_;  // batch: the kernel's; one by one: the key to read next
};

}  // namespace hookline::bpf
