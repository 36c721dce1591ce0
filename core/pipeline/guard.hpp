// SPDX-License-Identifier: MIT
// Where every call into a plugin ends up: no exception and no made-up status gets past it, also from plugins that were
// built without the SDK's C++ wrapper.
#pragma once

#include <hookline/plugin.h>

#include <exception>
#include <string>
#include <type_traits>
#include <utility>

namespace hookline::pipeline {

// What became of one call into a plugin.
struct Outcome {
    hookline_status status = HOOKLINE_OK;
    std::string reason;  // when it failed
    [[nodiscard]] bool ok() const { return status >= 0; }
};

inline bool is_known(hookline_status status)
{
    return status >= HOOKLINE_INVALID && status <= HOOKLINE_END;
}

// Calls `function`; one that returns nothing has gone well when it returns.
template <class Function>
Outcome guarded(Function&& function) noexcept
{
    const auto thrown = [](const std::string& what) { return Outcome{HOOKLINE_FAILED, "threw an exception: " + what}; };
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Function>>) {
            std::forward<Function>(function)();
            return {};
        } else {
            const hookline_status status = std::forward<Function>(function)();
            if (is_known(status)) return {status, {}};
            return {HOOKLINE_FAILED, "returned " + std::to_string(static_cast<int>(status)) + ", which is no status"};
        }
    } catch (const std::exception& error) {
        return thrown(error.what());
    } catch (...) {
        return thrown("no std::exception");
    }
}

}  // namespace hookline::pipeline
