// SPDX-License-Identifier: MIT
// A sink plugin in C++20: derive from Sink, then name the class in HOOKLINE_SINK_PLUGIN once.
#pragma once

#include <hookline/plugin.hpp>
#include <hookline/row.hpp>

namespace hookline {

// Thrown by Sink::write: the first `taken` rows are delivered, the rest failed as `status` says.
class PartialWrite : public Error {
public:
    PartialWrite(std::size_t taken, hookline_status status, const std::string& what)
        : Error(status, what), taken_(taken)
    {
    }
    [[nodiscard]] std::size_t taken() const { return taken_; }

private:
    std::size_t taken_;
};

// All functions but the constructor and destructor run on this sink's own thread, one at a time, and may block on the
// peer. Failures are thrown as Error.
class Sink {
public:
    Sink() = default;
    virtual ~Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    Sink(Sink&&) = delete;
    Sink& operator=(Sink&&) = delete;

    // Open the destination. After retry_later() it is called again.
    virtual void open() {}
    // Take rows from the front of the batch and return how many. Fewer than all: the host offers the rest again, with
    // back-off. An Error drops the whole batch, a PartialWrite what it did not take; the host counts and names both.
    virtual std::size_t write(const Batch& batch) = 0;
    // End of a report, or nothing more is waiting: push out what is held.
    virtual void flush() {}
    // Flush and close the destination. Idempotent.
    virtual void close() { flush(); }
};

namespace detail {
template <class Plugin, class Traits>
struct SinkGlue : Glue<Sink, Plugin, Traits> {
    using Common = Glue<Sink, Plugin, Traits>;

    static hookline_status open(void* self) noexcept { return Common::call(self, &Sink::open); }
    static hookline_status flush(void* self) noexcept { return Common::call(self, &Sink::flush); }
    static hookline_status close(void* self) noexcept { return Common::call(self, &Sink::close); }
    static hookline_status write(void* self, const hookline_batch* batch, std::uint64_t token,
                                 std::size_t* taken) noexcept
    {
        *taken = 0;
        return guard(Common::of(self).host, [&] {
            try {
                *taken = Common::of(self).plugin->write(Batch(batch, token));
            } catch (const PartialWrite& partial) {
                *taken = partial.taken();
                throw;
            }
            return *taken < batch->row_count ? HOOKLINE_RETRY : HOOKLINE_OK;
        });
    }

    static constexpr hookline_sink_ops kOps = {
        sizeof(hookline_sink_ops), Traits::flags, &Common::create, &open, &write, &flush, &close, &Common::destroy};
};
}  // namespace detail
}  // namespace hookline

// CLASS: derived from hookline::Sink, constructible from (hookline::Host, const hookline::Options&).
// OPTIONS: an array of hookline_option.
#define HOOKLINE_SINK_PLUGIN_WITH_FLAGS(CLASS, NAME, VERSION, LICENCE, HELP, OPTIONS, FLAGS)     \
    namespace {                                                                                  \
    struct HooklineSinkTraits {                                                                  \
        static constexpr std::uint32_t flags = FLAGS;                                            \
        static std::span<const hookline_option> options()                                        \
        {                                                                                        \
            return OPTIONS;                                                                      \
        }                                                                                        \
    };                                                                                           \
    using HooklineSinkGlue = hookline::detail::SinkGlue<CLASS, HooklineSinkTraits>;              \
    }                                                                                            \
    extern "C" HOOKLINE_EXPORT const hookline_descriptor hookline_plugin;                        \
    const hookline_descriptor hookline_plugin = {HOOKLINE_MAGIC,                                 \
                                                 sizeof(hookline_descriptor),                    \
                                                 HOOKLINE_ABI_MAJOR,                             \
                                                 HOOKLINE_ABI_MINOR,                             \
                                                 HOOKLINE_SINK,                                  \
                                                 sizeof(hookline_option),                        \
                                                 NAME,                                           \
                                                 VERSION,                                        \
                                                 LICENCE,                                        \
                                                 HELP,                                           \
                                                 std::data(OPTIONS),                             \
                                                 static_cast<std::uint32_t>(std::size(OPTIONS)), \
                                                 0,                                              \
                                                 nullptr,                                        \
                                                 nullptr,                                        \
                                                 &HooklineSinkGlue::kOps}
#define HOOKLINE_SINK_PLUGIN(CLASS, NAME, VERSION, LICENCE, HELP, OPTIONS) \
    HOOKLINE_SINK_PLUGIN_WITH_FLAGS(CLASS, NAME, VERSION, LICENCE, HELP, OPTIONS, 0)
