// SPDX-License-Identifier: MIT
// What captures and sinks written in C++20 share: errors, the host's services, options. Header-only; it adds nothing to
// the boundary, which is <hookline/plugin.h>.
#pragma once

#include <hookline/plugin.h>

#include <array>
#include <chrono>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#if defined(__GNUC__)
#define HOOKLINE_EXPORT __attribute__((visibility("default")))
#else
#define HOOKLINE_EXPORT
#endif

namespace hookline {

inline constexpr hookline_string to_abi(std::string_view text)
{
    return {text.data(), text.size()};
}
inline constexpr std::string_view from_abi(hookline_string text)
{
    return {text.data, text.size};
}

// Thrown by a plugin's own functions; ends at this wrapper, which hands its text to the host. Any other exception counts
// as HOOKLINE_FAILED.
class Error : public std::runtime_error {
public:
    Error(hookline_status status, const std::string& what) : std::runtime_error(what), status_(status) {}
    explicit Error(const std::string& what) : Error(HOOKLINE_FAILED, what) {}
    [[nodiscard]] hookline_status status() const { return status_; }

private:
    hookline_status status_;
};

// The host will try again, with back-off.
inline Error retry_later(const std::string& what)
{
    return {HOOKLINE_RETRY, what};
}
// The configuration is wrong; the host adds its place in the file.
inline Error invalid_option(const std::string& what)
{
    return {HOOKLINE_INVALID, what};
}

// The host's services, for one plugin instance. Outlives the instance.
class Host {
public:
    explicit Host(const hookline_host* abi) : abi_(abi) {}

    void debug(std::string_view text) const { log(HOOKLINE_LOG_DEBUG, text); }
    void info(std::string_view text) const { log(HOOKLINE_LOG_INFO, text); }
    void warn(std::string_view text) const { log(HOOKLINE_LOG_WARNING, text); }
    void error(std::string_view text) const { log(HOOKLINE_LOG_ERROR, text); }
    void log(hookline_log_level level, std::string_view text) const
    {
        abi_->log(abi_->context, level, text.data(), text.size());
    }
    [[nodiscard]] bool log_enabled(hookline_log_level level) const
    {
        return abi_->log_enabled(abi_->context, level) != 0;
    }

    // Captures. Rows of one of the descriptor's streams; false: the host refused a malformed batch and has said so.
    bool emit(std::uint32_t stream, const hookline_batch& batch) const
    {
        return abi_->emit(abi_->context, stream, &batch) >= 0;
    }
    // Captures, in their constructors: rows of this stream have these columns, fewer than the descriptor's. Throws Error.
    void use_schema(std::uint32_t stream, const hookline_schema& schema) const
    {
        if (abi_->use_schema(abi_->context, stream, &schema) < 0)
            throw Error("the host refuses the schema of stream " + std::to_string(stream));
    }
    void count(hookline_account account, const char* name, std::uint64_t packets, std::uint64_t bytes) const
    {
        abi_->count(abi_->context, account, name, packets, bytes);
    }
    void wake() const { abi_->wake(abi_->context); }

    // Sinks that declare acks.
    void ack(std::uint64_t token, std::uint64_t rows, hookline_status status) const
    {
        abi_->ack(abi_->context, token, rows, status);
    }

    [[nodiscard]] const hookline_host& abi() const { return *abi_; }

private:
    const hookline_host* abi_;
};

// Calls back while a file descriptor is ready, until it is destroyed. The descriptor stays the caller's and must
// outlive it. Its address is what the host holds, so it does not move.
class Watch {
public:
    using Callback = std::function<void(std::uint32_t events)>;

    Watch(const Host& host, int fd, std::uint32_t events, Callback callback)
        : host_(host), fd_(fd), callback_(std::move(callback))
    {
        const auto& abi = host_.abi();
        if (abi.watch_fd(abi.context, fd, events, &Watch::call, this) < 0)
            throw Error("cannot watch file descriptor " + std::to_string(fd));
    }
    ~Watch() { host_.abi().unwatch_fd(host_.abi().context, fd_); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    Watch(Watch&&) = delete;
    Watch& operator=(Watch&&) = delete;

private:
    static void call(void* self, int, std::uint32_t events) noexcept
    {
        auto* watch = static_cast<Watch*>(self);
        try {
            watch->callback_(events);
        } catch (const std::exception& error) {
            watch->host_.error(error.what());
        } catch (...) {
            watch->host_.error("unknown exception in a file descriptor's callback");
        }
    }

    Host host_;
    int fd_;
    Callback callback_;
};

// Calls back after `delay`, and then every `period` unless that is zero, until it is destroyed.
class Timer {
public:
    using Callback = std::function<void()>;

    Timer(const Host& host, std::chrono::nanoseconds delay, std::chrono::nanoseconds period, Callback callback)
        : host_(host), callback_(std::move(callback))
    {
        const auto& abi = host_.abi();
        id_ = abi.start_timer(abi.context, static_cast<std::uint64_t>(delay.count()),
                              static_cast<std::uint64_t>(period.count()), &Timer::call, this);
        if (id_ == 0) throw Error("cannot start a timer");
    }
    ~Timer() { host_.abi().stop_timer(host_.abi().context, id_); }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    Timer(Timer&&) = delete;
    Timer& operator=(Timer&&) = delete;

private:
    static void call(void* self) noexcept
    {
        auto* timer = static_cast<Timer*>(self);
        try {
            timer->callback_();
        } catch (const std::exception& error) {
            timer->host_.error(error.what());
        } catch (...) {
            timer->host_.error("unknown exception in a timer's callback");
        }
    }

    Host host_;
    Callback callback_;
    std::uint64_t id_ = 0;
};

// ---- Options: their declaration ...

namespace option {
inline constexpr hookline_option boolean(const char* name, const char* help, const char* fallback)
{
    return {name, help, HOOKLINE_OPTION_BOOL, 0, fallback, nullptr, 0, 0};
}
inline constexpr hookline_option integer(const char* name, const char* help, const char* fallback, std::int64_t min,
                                         std::int64_t max)
{
    return {name, help, HOOKLINE_OPTION_INTEGER, 0, fallback, nullptr, min, max};
}
inline constexpr hookline_option string(const char* name, const char* help, const char* fallback)
{
    return {name, help, HOOKLINE_OPTION_STRING, 0, fallback, nullptr, 0, 0};
}
// `choices` ends with a null pointer.
inline constexpr hookline_option choice(const char* name, const char* help, const char* fallback,
                                        const char* const* choices)
{
    return {name, help, HOOKLINE_OPTION_STRING, 0, fallback, choices, 0, 0};
}
inline constexpr hookline_option strings(const char* name, const char* help, const char* fallback)
{
    return {name, help, HOOKLINE_OPTION_STRINGS, 0, fallback, nullptr, 0, 0};
}
inline constexpr hookline_option duration(const char* name, const char* help, const char* fallback)
{
    return {name, help, HOOKLINE_OPTION_DURATION, 0, fallback, nullptr, 0, 0};
}
inline constexpr hookline_option required(hookline_option declared)
{
    declared.flags |= HOOKLINE_OPTION_REQUIRED;
    return declared;
}
}  // namespace option

// For plugins that take none.
inline constexpr std::array<hookline_option, 0> kNoOptions{};

// ... and the values of one instance, by name. Asking for a name that is not declared is the plugin's bug and throws.
class Options {
public:
    Options(const hookline_options* values, std::span<const hookline_option> declared)
        : values_(values), declared_(declared)
    {
    }

    [[nodiscard]] const char* instance() const { return values_->instance; }
    [[nodiscard]] bool has(std::string_view name) const { return value(name).type != 0; }
    // Does it stand in the configuration, as opposed to being the default?
    [[nodiscard]] bool is_set(std::string_view name) const { return value(name).is_set != 0; }
    [[nodiscard]] bool boolean(std::string_view name) const { return value(name).integer != 0; }
    [[nodiscard]] std::int64_t integer(std::string_view name) const { return value(name).integer; }
    [[nodiscard]] double number(std::string_view name) const { return value(name).number; }
    [[nodiscard]] std::string string(std::string_view name) const { return std::string(from_abi(value(name).string)); }
    [[nodiscard]] std::chrono::nanoseconds duration(std::string_view name) const
    {
        return std::chrono::nanoseconds(value(name).integer);
    }
    [[nodiscard]] std::vector<std::string> strings(std::string_view name) const
    {
        const auto& found = value(name);
        std::vector<std::string> all;
        for (const auto& item : std::span(found.strings, found.count))
            all.emplace_back(from_abi(item));
        return all;
    }

private:
    [[nodiscard]] const hookline_value& value(std::string_view name) const
    {
        for (std::size_t i = 0; i < declared_.size() && i < values_->count; ++i)
            if (name == declared_[i].name) {
                const auto* base = reinterpret_cast<const char*>(values_->values);
                return *reinterpret_cast<const hookline_value*>(base + i * values_->value_size);
            }
        throw std::logic_error("option \"" + std::string(name) + "\" is not declared");
    }

    const hookline_options* values_;
    std::span<const hookline_option> declared_;
};

namespace detail {
// The one place where a plugin's exceptions end: every function of the boundary runs through it.
template <class Function>
hookline_status guard(const hookline_host* host, Function&& function) noexcept
{
    const auto fail = [host](hookline_status status, const char* what) {
        host->set_error(host->context, what, std::strlen(what));
        return status;
    };
    try {
        return std::forward<Function>(function)();
    } catch (const Error& error) {
        return fail(error.status(), error.what());
    } catch (const std::exception& error) {
        return fail(HOOKLINE_FAILED, error.what());
    } catch (...) {
        return fail(HOOKLINE_FAILED, "an exception that is no std::exception");
    }
}

// What stands behind the void * of the boundary, and the functions that captures and sinks have in common. `Traits` is
// made by the macros below.
template <class Base, class Plugin, class Traits>
struct Glue {
    struct Instance {
        const hookline_host* host;
        std::unique_ptr<Base> plugin;
    };
    static Instance& of(void* self) { return *static_cast<Instance*>(self); }

    static hookline_status create(const hookline_host* host, const hookline_options* options, void** self) noexcept
    {
        return guard(host, [&] {
            auto plugin = std::make_unique<Plugin>(Host(host), Options(options, Traits::options()));
            *self = new Instance{host, std::move(plugin)};
            return HOOKLINE_OK;
        });
    }
    static hookline_status call(void* self, void (Base::*function)()) noexcept
    {
        return guard(of(self).host, [&] {
            (of(self).plugin.get()->*function)();
            return HOOKLINE_OK;
        });
    }
    static void destroy(void* self) noexcept { delete &of(self); }
};
}  // namespace detail
}  // namespace hookline
