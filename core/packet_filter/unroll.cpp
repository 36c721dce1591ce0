// SPDX-License-Identifier: MIT
#include "packet_filter/unroll.hpp"

#include <optional>

namespace hookline::packet_filter {
namespace {

struct Loop {
    std::size_t first;
    std::size_t last;  // its last jump back
    [[nodiscard]] std::size_t size() const { return last + 1 - first; }
};

// libpcap keeps the number of a jump back as if it were without sign.
std::optional<std::size_t> back_from(const ClassicProgram& program, std::size_t index)
{
    if (program[index].code != (BPF_JMP | BPF_JA)) return std::nullopt;
    const auto distance = static_cast<std::int32_t>(program[index].k);
    if (distance >= 0) return std::nullopt;
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(index) + 1 + distance);
}

// The one that ends last, with all its jumps back: libpcap writes loops one after the other, none inside another.
std::optional<Loop> last_loop(const ClassicProgram& program)
{
    for (std::size_t index = program.size(); index-- > 0;)
        if (const auto first = back_from(program, index)) return Loop{*first, index};
    return std::nullopt;
}

class Writer {
public:
    Writer(const ClassicProgram& program, const Loop& loop, std::size_t steps)
        : program_(program), loop_(loop), added_((steps - 1) * loop.size())
    {
    }

    ClassicProgram write()
    {
        for (std::size_t index = 0; index < loop_.first; ++index)
            copy(index, 0);
        for (std::size_t shift = 0; shift <= added_; shift += loop_.size())
            for (std::size_t index = loop_.first; index <= loop_.last; ++index)
                copy(index, shift);
        for (std::size_t index = loop_.last + 1; index < program_.size(); ++index)
            copy(index, added_);
        written_.push_back({BPF_RET | BPF_K, 0, 0, 0});
        return written_;
    }

private:
    // Where what `index` jumps to is now.
    [[nodiscard]] std::uint32_t distance(std::size_t target, std::size_t shift) const
    {
        const bool is_inside = target >= loop_.first && target <= loop_.last;
        const auto now = target > loop_.last ? target + added_ : is_inside ? target + shift : target;
        return static_cast<std::uint32_t>(now - written_.size() - 1);
    }

    void copy(std::size_t index, std::size_t shift)
    {
        auto instruction = program_[index];
        if (back_from(program_, index) == loop_.first && index >= loop_.first) {
            const bool is_last = shift == added_;
            const auto next = is_last ? program_.size() + added_ : loop_.first + shift + loop_.size();
            instruction.k = static_cast<std::uint32_t>(next - written_.size() - 1);
        } else if (instruction.is_conditional()) {
            instruction.jump_true = distance(index + 1 + instruction.jump_true, shift);
            instruction.jump_false = distance(index + 1 + instruction.jump_false, shift);
        } else if (instruction.kind() == BPF_JMP) {
            const auto target = index + 1 + static_cast<std::size_t>(static_cast<std::int32_t>(instruction.k));
            instruction.k = distance(target, shift);
        }
        written_.push_back(instruction);
    }

    const ClassicProgram& program_;
    Loop loop_;
    std::size_t added_;
    ClassicProgram written_;
};

}  // namespace

ClassicProgram unroll(const ClassicProgram& program, std::size_t steps)
{
    auto result = program;
    while (const auto loop = last_loop(result))
        result = Writer(result, *loop, steps).write();
    return result;
}

}  // namespace hookline::packet_filter
