// SPDX-License-Identifier: MIT
#include "pipeline/host_table.hpp"

#include <spdlog/spdlog.h>

#include <string_view>

#include "pipeline/instance.hpp"

namespace hookline::pipeline {
namespace {

spdlog::level::level_enum to_spdlog(hookline_log_level level)
{
    switch (level) {
    case HOOKLINE_LOG_DEBUG: return spdlog::level::debug;
    case HOOKLINE_LOG_INFO: return spdlog::level::info;
    case HOOKLINE_LOG_WARNING: return spdlog::level::warn;
    default: return spdlog::level::err;
    }
}

std::string_view text_of(const char* text, std::size_t size)
{
    return text == nullptr ? std::string_view("(null)") : std::string_view(text, size);
}

}  // namespace

// The host's own exceptions (no memory, say) end here: a plugin in C could not let them pass.
struct HostTable {
    static Instance& of(void* context) { return *static_cast<Instance*>(context); }

    static void log(void* context, hookline_log_level level, const char* text, std::size_t size)
    {
        (void)guarded([&] { spdlog::log(to_spdlog(level), "{}: {}", of(context).who(), text_of(text, size)); });
    }
    static int log_enabled(void*, hookline_log_level level) { return spdlog::should_log(to_spdlog(level)) ? 1 : 0; }
    static void set_error(void* context, const char* text, std::size_t size)
    {
        (void)guarded([&] {
            const std::lock_guard lock(of(context).mutex_);
            of(context).error_ = text_of(text, size);
        });
    }
    static hookline_status emit(void* context, std::uint32_t stream, const hookline_batch* batch)
    {
        return guarded([&] { return of(context).emit(stream, batch); }).status;
    }
    static void count(void* context, hookline_account account, const char* name, std::uint64_t packets,
                      std::uint64_t bytes)
    {
        (void)guarded([&] { of(context).count(account, name, {packets, bytes}); });
    }
    static void wake(void* context)
    {
        (void)guarded([&] { of(context).wake(); });
    }
    static hookline_status watch_fd(void* context, int fd, std::uint32_t events, hookline_fd_callback callback,
                                    void* argument)
    {
        const auto watch = [&] {
            return of(context).reactor_.watch(fd, events, callback, argument) ? HOOKLINE_OK : HOOKLINE_FAILED;
        };
        return guarded(watch).status;
    }
    static void unwatch_fd(void* context, int fd)
    {
        (void)guarded([&] { of(context).reactor_.unwatch(fd); });
    }
    static std::uint64_t start_timer(void* context, std::uint64_t delay_ns, std::uint64_t period_ns,
                                     hookline_callback callback, void* argument)
    {
        std::uint64_t id = 0;
        (void)guarded([&] { id = of(context).reactor_.start(delay_ns, period_ns, callback, argument); });
        return id;
    }
    static void stop_timer(void* context, std::uint64_t id)
    {
        (void)guarded([&] { of(context).reactor_.stop(id); });
    }
    static void run_blocking(void* context, hookline_callback work, hookline_callback done, void* argument)
    {
        (void)guarded([&] { of(context).run_blocking(work, done, argument); });
    }
    static void ack(void* context, std::uint64_t token, std::uint64_t rows, hookline_status status)
    {
        (void)guarded([&] { of(context).ack(token, rows, status); });
    }
    static hookline_status use_schema(void* context, std::uint32_t stream, const hookline_schema* schema)
    {
        return guarded([&] { return of(context).use_schema(stream, schema); }).status;
    }
};

hookline_host make_host_table(Instance& instance)
{
    return {.size = sizeof(hookline_host),
            .abi_major = HOOKLINE_ABI_MAJOR,
            .abi_minor = HOOKLINE_ABI_MINOR,
            .context = &instance,
            .log = HostTable::log,
            .log_enabled = HostTable::log_enabled,
            .set_error = HostTable::set_error,
            .emit = HostTable::emit,
            .count = HostTable::count,
            .wake = HostTable::wake,
            .watch_fd = HostTable::watch_fd,
            .unwatch_fd = HostTable::unwatch_fd,
            .start_timer = HostTable::start_timer,
            .stop_timer = HostTable::stop_timer,
            .run_blocking = HostTable::run_blocking,
            .ack = HostTable::ack,
            .use_schema = HostTable::use_schema};
}

}  // namespace hookline::pipeline
