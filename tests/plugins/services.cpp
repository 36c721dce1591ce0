// SPDX-License-Identifier: MIT
// Capture `services`: asks the host for a timer, a watched descriptor, blocking work and a wake-up from another thread;
// emits an event as each comes true, and ends when all have.
#include <hookline/capture.hpp>

#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <optional>
#include <thread>

#include "streams.hpp"

namespace tests {
namespace {

using namespace std::chrono_literals;
using hookline::Host;

struct Served {
    hookline_string service;
    std::uint64_t times;
};
constexpr hookline_column kColumns[] = {
    TESTS_COLUMN(0, Served, service, HOOKLINE_TEXT, HOOKLINE_KEY, "what the host did"),
    TESTS_COLUMN(1, Served, times, HOOKLINE_U64, HOOKLINE_GAUGE, "how often it has by now"),
};
constexpr hookline_schema kSchema = schema(HOOKLINE_EVENT, "served", "services of the host", sizeof(Served), kColumns);
constexpr const hookline_schema* kStreams[] = {&kSchema};
constexpr std::array<hookline_option, 0> kOptions{};

class Services final : public hookline::Capture {
public:
    Services(Host host, const hookline::Options&) : host_(host) {}
    ~Services() override { release(); }

    void start() override
    {
        event_ = ::eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
        watch_.emplace(host_, event_, HOOKLINE_READABLE, [this](std::uint32_t) {
            std::uint64_t count = 0;
            if (::read(event_, &count, sizeof count) == sizeof count) happened("watch");
        });
        timer_.emplace(host_, 5ms, 5ms, [this] {
            if (++ticks_ == 3) happened("timer");
        });
        host_.abi().run_blocking(
            host_.abi().context,
            [](void* self) {
                std::this_thread::sleep_for(20ms);
                static_cast<Services*>(self)->worked_ = std::this_thread::get_id();
            },
            [](void* self) {
                auto& services = *static_cast<Services*>(self);
                const auto here = std::this_thread::get_id();
                services.happened(services.worked_ != here && services.loop_ == here ? "blocking" : "wrong thread");
            },
            this);
        waker_ = std::thread([this] {
            std::this_thread::sleep_for(10ms);
            woken_ = true;
            host_.wake();
        });
    }

    hookline_status drain(std::size_t) override
    {
        if (woken_.exchange(false)) happened("wake");
        for (const auto& served : waiting_) {
            host_.count(HOOKLINE_SEEN, nullptr, 1, 0);
            const hookline_batch batch{sizeof batch, 0, &kSchema, &served, 1, sizeof served, 0, 0, nullptr};
            host_.emit(0, batch);
        }
        emitted_ += waiting_.size();
        waiting_.clear();
        return emitted_ < 4 && !stopped_ ? HOOKLINE_OK : HOOKLINE_END;
    }

    void stop() override
    {
        stopped_ = true;
        release();
    }

private:
    void happened(const char* service)
    {
        waiting_.push_back({hookline::to_abi(service), 1});
        host_.wake();
    }
    void release()
    {
        timer_.reset();
        watch_.reset();
        if (waker_.joinable()) waker_.join();
        if (event_ >= 0) ::close(event_);
        event_ = -1;
    }

    Host host_;
    int event_ = -1;
    std::optional<hookline::Watch> watch_;
    std::optional<hookline::Timer> timer_;
    std::thread waker_;
    std::atomic<bool> woken_ = false;
    std::thread::id loop_ = std::this_thread::get_id();
    std::thread::id worked_;
    int ticks_ = 0;
    std::vector<Served> waiting_;
    std::size_t emitted_ = 0;
    bool stopped_ = false;
};

}  // namespace
}  // namespace tests

HOOKLINE_CAPTURE_PLUGIN(tests::Services, "services", "1.0", "MIT", "tries every service of the host", tests::kOptions,
                        tests::kStreams);
