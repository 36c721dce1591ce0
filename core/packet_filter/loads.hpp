// SPDX-License-Identifier: MIT
// How bytes of the packet come into A, or X for 4*([k]&0xf).
#pragma once

#include "packet_filter/checked_bytes.hpp"
#include "packet_filter/target.hpp"

namespace hookline::packet_filter {

class Loads {
public:
    Loads() = default;
    virtual ~Loads() = default;
    Loads(const Loads&) = delete;
    Loads& operator=(const Loads&) = delete;
    Loads(Loads&&) = delete;
    Loads& operator=(Loads&&) = delete;

    virtual void begin() = 0;
    // As many bytes as the instruction wants, in the machine's order.
    virtual void load(Register to, const ClassicInstruction& instruction, std::size_t index) = 0;
};

// From packet memory. What is not there leaves for `otherwise`.
class NearLoads final : public Loads {
public:
    NearLoads(const Site& site, const ClassicProgram& program, Code::Label otherwise)
        : site_(site), checked_(program, site.frame), otherwise_(otherwise)
    {
    }
    void begin() override;
    void load(Register to, const ClassicInstruction& instruction, std::size_t index) override;

private:
    void load_at(Register to, std::uint32_t offset, std::uint32_t size);
    void load_variable(Register to, const ClassicInstruction& instruction);
    void find_variable_offset(const ClassicInstruction& instruction);
    void give_up(Register to);

    Site site_;
    CheckedBytes checked_;
    Code::Label otherwise_;
};

// By a helper, wherever they lie. What is not there either rejects the packet.
class FarLoads final : public Loads {
public:
    explicit FarLoads(const Site& site) : site_(site) {}
    void begin() override {}
    void load(Register to, const ClassicInstruction& instruction, std::size_t index) override;

private:
    void load_constant(Register to, std::uint32_t offset, std::uint32_t size);
    void load_variable(std::uint32_t offset, std::uint32_t size);
    void load_variable_byte(std::uint32_t offset);
    void add_offset(std::uint32_t offset);
    void call_helper(Register to, std::uint32_t size);

    Site site_;
};

}  // namespace hookline::packet_filter
