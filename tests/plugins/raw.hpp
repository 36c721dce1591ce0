// SPDX-License-Identifier: MIT
// Plugins that break the rule that no exception crosses: they fill in the C tables without the wrapper's guard.
#pragma once

#include <hookline/plugin.hpp>

namespace tests {

inline constexpr hookline_option kThrowIn[] = {
    hookline::option::string("throw_in", "name of the function that throws", "\"\""),
};

struct Raw {
    const hookline_host* host;
    std::string throw_in;

    void maybe_throw(std::string_view function) const
    {
        if (throw_in == function) throw 42;  // NOLINT: the worst there is: no std::exception
    }
};

inline hookline_status create_raw(const hookline_host* host, const hookline_options* options, void** self)
{
    const Raw raw{host, std::string(hookline::from_abi(options->values[0].string))};
    raw.maybe_throw("create");
    *self = new Raw(raw);
    return HOOKLINE_OK;
}

inline void destroy_raw(void* self)
{
    const std::string throw_in = static_cast<Raw*>(self)->throw_in;
    delete static_cast<Raw*>(self);
    Raw{nullptr, throw_in}.maybe_throw("destroy");
}

inline hookline_status call_raw(void* self, const char* function)
{
    static_cast<const Raw*>(self)->maybe_throw(function);
    return HOOKLINE_OK;
}

constexpr hookline_descriptor describe_raw(hookline_kind kind, const char* name, const hookline_capture_ops* capture,
                                           const hookline_sink_ops* sink, const hookline_schema* const* streams)
{
    return {HOOKLINE_MAGIC,
            sizeof(hookline_descriptor),
            HOOKLINE_ABI_MAJOR,
            HOOKLINE_ABI_MINOR,
            static_cast<std::uint32_t>(kind),
            sizeof(hookline_option),
            name,
            "1.0",
            "MIT",
            "throws through the C boundary",
            kThrowIn,
            1,
            streams != nullptr ? 1U : 0U,
            streams,
            capture,
            sink};
}

}  // namespace tests
