// SPDX-License-Identifier: MIT
// Our program on one interface. Its destructor detaches it.
#pragma once

#include <linux/if_link.h>

#include <cstdint>
#include <memory>

namespace hookline::xdp {

enum class Mode { native, generic, offload };

constexpr const char* text_of(Mode mode)
{
    return mode == Mode::native ? "native" : mode == Mode::generic ? "generic" : "offload";
}

constexpr std::uint32_t flag_of(Mode mode)
{
    return mode == Mode::native ? XDP_FLAGS_DRV_MODE : mode == Mode::generic ? XDP_FLAGS_SKB_MODE : XDP_FLAGS_HW_MODE;
}

class Hook {
public:
    Hook() = default;
    virtual ~Hook() = default;
    Hook(const Hook&) = delete;
    Hook& operator=(const Hook&) = delete;
    Hook(Hook&&) = delete;
    Hook& operator=(Hook&&) = delete;
};
using HookPtr = std::unique_ptr<Hook>;

}  // namespace hookline::xdp
