// SPDX-License-Identifier: MIT
// A capture plugin in C++20: derive from Capture, then name the class in HOOKLINE_CAPTURE_PLUGIN once.
#pragma once

#include <hookline/plugin.hpp>

#include <concepts>

namespace hookline {

// All functions run on the host's loop thread, one at a time, and do not block. Failures are thrown as Error.
class Capture {
public:
    Capture() = default;
    virtual ~Capture() = default;
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    Capture(Capture&&) = delete;
    Capture& operator=(Capture&&) = delete;

    // Load and attach. Leaks nothing when it throws; after retry_later() it is called again.
    virtual void start() = 0;
    // Emit what has accumulated, about `budget` rows at most. HOOKLINE_OK, MORE, PENDING or END.
    virtual hookline_status drain(std::size_t budget) = 0;
    // Detach; what was seen is still drained afterwards. Idempotent; also after a start() that threw.
    virtual void stop() = 0;
};

namespace detail {
template <class Plugin, class Traits>
struct CaptureGlue : Glue<Capture, Plugin, Traits> {
    using Common = Glue<Capture, Plugin, Traits>;

    static hookline_status start(void* self) noexcept { return Common::call(self, &Capture::start); }
    static hookline_status drain(void* self, std::size_t budget) noexcept
    {
        return guard(Common::of(self).host, [&] { return Common::of(self).plugin->drain(budget); });
    }
    static void stop(void* self) noexcept
    {
        if (Common::call(self, &Capture::stop) < 0)
            Host(Common::of(self).host).error("stop threw an exception; something may have stayed attached");
    }

    static hookline_status probe(void (*say)(void*, const char*), void* argument) noexcept
    {
        try {
            return Plugin::probe([&](const std::string& line) { say(argument, line.c_str()); });
        } catch (const std::exception& error) {
            say(argument, error.what());
        } catch (...) {
            say(argument, "an exception that is no std::exception");
        }
        return HOOKLINE_FAILED;
    }

    static constexpr bool kHasProbe = requires {
        { Plugin::probe(std::function<void(const std::string&)>()) } -> std::same_as<hookline_status>;
    };
    static constexpr auto probe_or_null()
    {
        if constexpr (kHasProbe)
            return &CaptureGlue::probe;
        else
            return static_cast<decltype(hookline_capture_ops::probe)>(nullptr);
    }
    static constexpr hookline_capture_ops kOps = {
        sizeof(hookline_capture_ops), 0, &Common::create, &start, &drain, &stop, &Common::destroy, probe_or_null()};
};
}  // namespace detail
}  // namespace hookline

// CLASS: derived from hookline::Capture, constructible from (hookline::Host, const hookline::Options&); it may have
//   static hookline_status probe(const std::function<void(const std::string&)>& say)
// OPTIONS: an array of hookline_option. STREAMS: an array of const hookline_schema *.
#define HOOKLINE_CAPTURE_PLUGIN(CLASS, NAME, VERSION, LICENCE, HELP, OPTIONS, STREAMS)           \
    namespace {                                                                                  \
    struct HooklineCaptureTraits {                                                               \
        static std::span<const hookline_option> options()                                        \
        {                                                                                        \
            return OPTIONS;                                                                      \
        }                                                                                        \
    };                                                                                           \
    using HooklineCaptureGlue = hookline::detail::CaptureGlue<CLASS, HooklineCaptureTraits>;     \
    }                                                                                            \
    extern "C" HOOKLINE_EXPORT const hookline_descriptor hookline_plugin;                        \
    const hookline_descriptor hookline_plugin = {HOOKLINE_MAGIC,                                 \
                                                 sizeof(hookline_descriptor),                    \
                                                 HOOKLINE_ABI_MAJOR,                             \
                                                 HOOKLINE_ABI_MINOR,                             \
                                                 HOOKLINE_CAPTURE,                               \
                                                 sizeof(hookline_option),                        \
                                                 NAME,                                           \
                                                 VERSION,                                        \
                                                 LICENCE,                                        \
                                                 HELP,                                           \
                                                 std::data(OPTIONS),                             \
                                                 static_cast<std::uint32_t>(std::size(OPTIONS)), \
                                                 static_cast<std::uint32_t>(std::size(STREAMS)), \
                                                 std::data(STREAMS),                             \
                                                 &HooklineCaptureGlue::kOps,                     \
                                                 nullptr}
