// SPDX-License-Identifier: MIT
// One copy of every text in a table, so that equal texts are equal pointers. It only grows; the table starts a new one
// when too much of it is no longer used.
#pragma once

#include <hookline/plugin.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace hookline::record {

class Interner {
public:
    Interner();

    // The one copy. Empty text is always the same pointer too.
    hookline_string intern(std::string_view text)
    {
        if (text.empty()) return {"", 0};
        auto& recent = recent_[(text.size() + static_cast<unsigned char>(text.back())) % recent_.size()];
        if (std::string_view(recent.data, recent.size) != text) recent = look_up(text);
        return recent;
    }
    // Memory that the texts take, roughly.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    // Whoever holds this may read the texts, on any thread, even after the interner is gone.
    [[nodiscard]] std::shared_ptr<const void> owner() const { return arena_; }

private:
    using Arena = std::vector<std::unique_ptr<char[]>>;
    struct Slot {
        const char* data = nullptr;  // null: free
        std::uint32_t size = 0;
        std::uint32_t tag = 0;
    };

    [[nodiscard]] hookline_string look_up(std::string_view text);
    [[nodiscard]] Slot& slot_for(std::string_view text, std::uint32_t tag);
    const char* keep(std::string_view text);
    void grow();

    std::shared_ptr<Arena> arena_ = std::make_shared<Arena>();
    char* at_ = nullptr;  // free room in the last chunk
    std::size_t room_ = 0;
    std::vector<Slot> slots_;
    std::size_t used_ = 0;
    std::array<hookline_string, 16> recent_{};  // most rows repeat the text of the row before
    std::size_t bytes_ = 0;
};

}  // namespace hookline::record
