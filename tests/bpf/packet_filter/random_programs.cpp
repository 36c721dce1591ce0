// SPDX-License-Identifier: MIT
#include "random_programs.hpp"

#include "differential/random.hpp"

namespace hookline::test {
namespace {

using packet_filter::ClassicInstruction;
using packet_filter::ClassicProgram;

constexpr std::uint32_t kMostInstructions = 40;

class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_(seed) {}

    ClassicProgram program()
    {
        ClassicProgram program;
        for (std::uint32_t word = 0; word < BPF_MEMWORDS; ++word) {
            program.push_back({BPF_LD | BPF_IMM, 0, 0, operand()});
            program.push_back({static_cast<std::uint16_t>(number(0, 1) != 0 ? BPF_ST : BPF_STX), 0, 0, word});
        }
        const auto count = number(5, kMostInstructions);
        for (std::uint32_t left = count; left > 0; --left)
            program.push_back(instruction(left));
        program.push_back({BPF_RET | BPF_A, 0, 0, 0});
        return program;
    }

private:
    std::uint32_t number(std::uint32_t least, std::uint32_t most)
    {
        return static_cast<std::uint32_t>(least + random_.below(std::size_t{most} - least + 1));
    }

    template <std::size_t Count>
    std::uint16_t pick(const int (&choices)[Count])
    {
        return static_cast<std::uint16_t>(choices[number(0, Count - 1)]);
    }

    std::uint32_t operand()
    {
        switch (number(0, 3)) {
        case 0: return number(0, 40);
        case 1: return number(0, 0xffff);
        case 2: return 1U << number(0, 31);
        default: return number(0, 0xffffffff);
        }
    }

    // Nearly all of them where packets have bytes.
    std::uint32_t offset() { return number(0, 49) == 0 ? operand() & 0x7fffffff : number(0, 45); }

    // `left` more come after it, this one included, and then the end.
    ClassicInstruction instruction(std::uint32_t left)
    {
        switch (number(0, 9)) {
        case 0: return {static_cast<std::uint16_t>(BPF_LD | BPF_ABS | pick({BPF_W, BPF_H, BPF_B})), 0, 0, offset()};
        case 1: return {static_cast<std::uint16_t>(BPF_LD | BPF_IND | pick({BPF_W, BPF_H, BPF_B})), 0, 0, offset()};
        case 2: return other_load();
        case 3: return {BPF_LDX | BPF_MSH | BPF_B, 0, 0, offset()};
        case 4: return {pick({BPF_ST, BPF_STX}), 0, 0, number(0, BPF_MEMWORDS - 1)};
        case 5: return jump(left);
        case 6: return small_x();
        default: return calculation();
        }
    }

    ClassicInstruction other_load()
    {
        const std::uint16_t which = pick({BPF_LD, BPF_LDX});
        const std::uint16_t mode = pick({BPF_IMM, BPF_MEM, BPF_LEN});
        const auto k = mode == BPF_MEM ? number(0, BPF_MEMWORDS - 1) : operand();
        return {static_cast<std::uint16_t>(which | mode | BPF_W), 0, 0, k};
    }

    // Else nearly no indirect load finds bytes.
    ClassicInstruction small_x() { return {BPF_LDX | BPF_IMM, 0, 0, number(0, 30)}; }

    ClassicInstruction jump(std::uint32_t left)
    {
        const std::uint16_t operation = pick({BPF_JA, BPF_JEQ, BPF_JGT, BPF_JGE, BPF_JSET});
        const auto furthest = left - 1;
        if (operation == BPF_JA) return {BPF_JMP | BPF_JA, 0, 0, number(0, furthest < 3 ? furthest : 3)};
        const auto target = [&] { return static_cast<std::uint8_t>(number(0, furthest)); };
        return {static_cast<std::uint16_t>(BPF_JMP | operation | pick({BPF_K, BPF_X})), target(), target(), operand()};
    }

    ClassicInstruction calculation()
    {
        const std::uint16_t operation = pick(
            {BPF_ADD, BPF_SUB, BPF_MUL, BPF_DIV, BPF_MOD, BPF_AND, BPF_OR, BPF_XOR, BPF_LSH, BPF_RSH, BPF_NEG, -1, -2});
        if (operation == static_cast<std::uint16_t>(-1)) return {BPF_MISC | BPF_TAX, 0, 0, 0};
        if (operation == static_cast<std::uint16_t>(-2)) return {BPF_MISC | BPF_TXA, 0, 0, 0};
        if (operation == BPF_NEG) return {BPF_ALU | BPF_NEG, 0, 0, 0};
        const bool is_shift = operation == BPF_LSH || operation == BPF_RSH;
        const bool divides = operation == BPF_DIV || operation == BPF_MOD;
        auto k = is_shift ? number(0, 31) : operand();
        if (divides && k == 0) k = 1;
        return {static_cast<std::uint16_t>(BPF_ALU | operation | pick({BPF_K, BPF_X})), 0, 0, k};
    }

    Random random_;
};

}  // namespace

ClassicProgram random_program(std::uint64_t seed)
{
    return Generator(seed).program();
}

ClassicProgram with_bit(ClassicProgram program, unsigned bit)
{
    program.back() = {BPF_JMP | BPF_JSET | BPF_K, 0, 1, 1U << bit};
    program.push_back({BPF_RET | BPF_K, 0, 0, 1});
    program.push_back({BPF_RET | BPF_K, 0, 0, 0});
    return program;
}

}  // namespace hookline::test
