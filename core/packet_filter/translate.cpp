// SPDX-License-Identifier: MIT
#include "packet_filter/translate.hpp"

#include "packet_filter.h"
#include "packet_filter/loads.hpp"
#include "packet_filter/metadata.hpp"

namespace hookline::packet_filter {
namespace {

constexpr std::uint32_t kWord = 4;

constexpr std::int32_t word(std::uint32_t index)
{
    return static_cast<std::int32_t>(HL_FILTER_WORDS + kWord * index);
}

// The program once, with one way of loading.
class Pass {
public:
    Pass(const Site& site, const ClassicProgram& program, Loads& loads) : site_(site), program_(program), loads_(loads)
    {
        for (std::size_t index = 0; index < program.size(); ++index)
            labels_.push_back(site.code.make_label());
    }

    void translate()
    {
        begin();
        const auto reachable = find_reachable(program_);
        if (program_[target_of(program_, 0)].returns_constant())
            return site_.code.jump(label_of(target_of(program_, 0)));
        for (std::size_t index = 0; index < program_.size(); ++index) {
            if (!reachable[index] || program_[index].returns_constant()) continue;
            site_.code.place(labels_[index]);
            instruction(index);
            if (program_[index].kind() != BPF_RET) go_on(index, next_written(reachable, index));
        }
    }

private:
    void begin()
    {
        site_.code.set(kA, 0);
        site_.code.set(kX, 0);
        for (const auto index : words_read(program_))
            site_.code.store(kMemory, word(index), 0U);
        if (reads_length(program_)) keep_length(site_);
        loads_.begin();
    }

    // The next one that has code of its own.
    [[nodiscard]] std::size_t next_written(const std::vector<bool>& reachable, std::size_t index) const
    {
        do
            ++index;
        while (index < program_.size() && (!reachable[index] || program_[index].returns_constant()));
        return index;
    }

    [[nodiscard]] Code::Label label_of(std::size_t index) const
    {
        const auto& there = program_[index];
        if (!there.returns_constant()) return labels_[index];
        return there.k != 0 ? site_.exits.accept : site_.exits.reject;
    }

    void go_on(std::size_t index, std::size_t written_next)
    {
        const auto next = successors_of(program_, index);
        if (next.first != next.second) return branch(program_[index], next, written_next);
        if (next.first != written_next) site_.code.jump(label_of(next.first));
    }

    void branch(const ClassicInstruction& instruction, const Successors& next, std::size_t written_next)
    {
        const int operation = instruction.operation();
        if (next.first == written_next && operation != BPF_JSET)
            return jump_if(opposite(operation), instruction, next.second);
        jump_if(operation, instruction, next.first);
        if (next.second != written_next) site_.code.jump(label_of(next.second));
    }

    void jump_if(int operation, const ClassicInstruction& instruction, std::size_t target)
    {
        if (BPF_SRC(instruction.code) == BPF_X)
            site_.code.jump_if(Width::lower, operation, kA, kX, label_of(target));
        else
            site_.code.jump_if(Width::lower, operation, kA, instruction.k, label_of(target));
    }

    static int opposite(int operation)
    {
        switch (operation) {
        case BPF_JEQ: return BPF_JNE;
        case BPF_JGT: return BPF_JLE;
        default: return BPF_JLT;  // of BPF_JGE
        }
    }

    void instruction(std::size_t index)
    {
        const auto& instruction = program_[index];
        switch (instruction.kind()) {
        case BPF_LD: return load(kA, instruction, index);
        case BPF_LDX: return load(kX, instruction, index);
        case BPF_ST: return site_.code.store(kMemory, word(instruction.k), kA);
        case BPF_STX: return site_.code.store(kMemory, word(instruction.k), kX);
        case BPF_ALU: return calculate(instruction);
        case BPF_MISC:
            return BPF_MISCOP(instruction.code) == BPF_TXA ? site_.code.move(kA, kX) : site_.code.move(kX, kA);
        case BPF_RET:  // A
            site_.code.jump_if(Width::lower, BPF_JNE, kA, 0U, site_.exits.accept);
            return site_.code.jump(site_.exits.reject);
        default: return;  // a jump
        }
    }

    void load(Register to, const ClassicInstruction& instruction, std::size_t index)
    {
        switch (BPF_MODE(instruction.code)) {
        case BPF_IMM: return site_.code.set(to, instruction.k);
        case BPF_MEM: return site_.code.load(to, kMemory, word(instruction.k), kWord);
        case BPF_LEN: return load_length(site_, to);
        default: break;
        }
        if (const auto field = instruction.ancillary()) return load_ancillary(site_, *field);
        loads_.load(to, instruction, index);
        if (to != kX) return;
        site_.code.calculate(BPF_AND, kX, 0xf);
        site_.code.calculate(BPF_LSH, kX, 2);
    }

    void calculate(const ClassicInstruction& instruction)
    {
        const int operation = instruction.operation();
        const bool by_x = BPF_SRC(instruction.code) == BPF_X;
        if (operation == BPF_NEG) return site_.code.calculate(BPF_NEG, kA, 0U);
        if (operation == BPF_LSH || operation == BPF_RSH) return shift(instruction);
        // Dividing by zero rejects the packet.
        if (by_x && (operation == BPF_DIV || operation == BPF_MOD))
            site_.code.jump_if(Width::lower, BPF_JEQ, kX, 0U, site_.exits.reject);
        if (by_x)
            site_.code.calculate(operation, kA, kX);
        else
            site_.code.calculate(operation, kA, instruction.k);
    }

    // By 32 bits and more everything is shifted out; eBPF would look at the lower five bits of the number alone.
    void shift(const ClassicInstruction& instruction)
    {
        constexpr std::uint32_t kBits = 32;
        auto& code = site_.code;
        const int operation = instruction.operation();
        if (BPF_SRC(instruction.code) == BPF_K) {
            if (instruction.k < kBits) return code.calculate(operation, kA, instruction.k);
            return code.set(kA, 0);
        }
        const auto fits = code.make_label();
        code.jump_if(Width::lower, BPF_JLT, kX, kBits, fits);
        code.set(kA, 0);
        code.place(fits);
        code.calculate(operation, kA, kX);
    }

    const Site& site_;
    const ClassicProgram& program_;
    Loads& loads_;
    std::vector<Code::Label> labels_;
};

}  // namespace

// First as if all that it loads could be read directly. Where that is not so the program starts anew: it has changed
// nothing.
void translate(const Site& site, const ClassicProgram& program)
{
    const auto far_start = site.code.make_label();
    if (site.hook.has_near_bytes) {
        NearLoads near(site, program, site.hook.has_far_bytes ? far_start : site.exits.reject);
        Pass(site, program, near).translate();
        if (!site.code.is_used(far_start)) return;
    }
    site.code.place(far_start);
    FarLoads far(site);
    Pass(site, program, far).translate();
}

}  // namespace hookline::packet_filter
