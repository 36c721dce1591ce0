// SPDX-License-Identifier: MIT
#include "pipeline/reactor.hpp"

#include <sys/stat.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>
#include <vector>

#include "pipeline/guard.hpp"

namespace hookline::pipeline {

// `alive` is looked at before anything else: a handler may still be on its way when the plugin no longer wants it.
struct Reactor::Watch {
    boost::asio::posix::stream_descriptor descriptor;
    int fd;
    std::uint32_t events;
    hookline_fd_callback callback;
    void* argument;
    std::atomic<bool> alive{true};
};

struct Reactor::Timer {
    boost::asio::steady_timer timer;
    std::uint64_t id;
    std::chrono::nanoseconds period;
    hookline_callback callback;
    void* argument;
    std::atomic<bool> alive{true};
};

namespace {

// epoll refuses plain files, and Asio would say so only later.
bool can_be_watched(int fd)
{
    struct stat file{};
    return ::fstat(fd, &file) == 0 && !S_ISREG(file.st_mode) && !S_ISDIR(file.st_mode);
}

}  // namespace

Reactor::Reactor(boost::asio::io_context& loop, std::function<void(const std::string&)> complain)
    : loop_(loop), complain_(std::move(complain))
{
}

Reactor::~Reactor()
{
    while (!watches_.empty())
        unwatch(watches_.begin()->first);
    while (!timers_.empty())
        stop(timers_.begin()->first);
}

bool Reactor::watch(int fd, std::uint32_t events, hookline_fd_callback callback, void* argument)
{
    const std::lock_guard lock(mutex_);
    if (callback == nullptr || events == 0 || watches_.contains(fd)) return false;
    if (!can_be_watched(fd)) return false;
    boost::asio::posix::stream_descriptor descriptor(loop_);
    boost::system::error_code error;
    descriptor.assign(fd, error);
    if (error) return false;
    const auto watch = std::make_shared<Watch>(std::move(descriptor), fd, events, callback, argument);
    watches_.emplace(fd, watch);
    for (const std::uint32_t event : {HOOKLINE_READABLE, HOOKLINE_WRITABLE})
        if ((events & event) != 0) arm(watch, event);
    return true;
}

void Reactor::unwatch(int fd)
{
    const std::lock_guard lock(mutex_);
    const auto found = watches_.find(fd);
    if (found == watches_.end()) return;
    found->second->alive = false;
    found->second->descriptor.release();  // the plugin's fd: leave it open
    watches_.erase(found);
}

void Reactor::arm(const std::shared_ptr<Watch>& watch, std::uint32_t event)
{
    using Descriptor = boost::asio::posix::stream_descriptor;
    watch->descriptor.async_wait(
        event == HOOKLINE_READABLE ? Descriptor::wait_read : Descriptor::wait_write,
        [this, watch, event](boost::system::error_code error) {
            if (!watch->alive) return;
            if (!error) return on_ready(watch, event);
            complain_("cannot watch file descriptor " + std::to_string(watch->fd) + ": " + error.message());
        });
}

void Reactor::on_ready(const std::shared_ptr<Watch>& watch, std::uint32_t event)
{
    if (put_off([this, watch, event] {
            if (watch->alive) on_ready(watch, event);
        }))
        return;
    call([&] { watch->callback(watch->argument, watch->fd, event); });
    if (!watch->alive) return;  // its own callback may have ended it
    const std::lock_guard lock(mutex_);
    arm(watch, event);
}

std::uint64_t Reactor::start(std::uint64_t delay_ns, std::uint64_t period_ns, hookline_callback callback,
                             void* argument)
{
    const std::lock_guard lock(mutex_);
    if (callback == nullptr) return 0;
    const auto timer = std::make_shared<Timer>(boost::asio::steady_timer(loop_), ++last_timer_,
                                               std::chrono::nanoseconds(period_ns), callback, argument);
    timer->timer.expires_after(std::chrono::nanoseconds(delay_ns));
    timers_.emplace(timer->id, timer);
    arm(timer);
    return timer->id;
}

void Reactor::stop(std::uint64_t timer)
{
    const std::lock_guard lock(mutex_);
    const auto found = timers_.find(timer);
    if (found == timers_.end()) return;
    found->second->alive = false;
    found->second->timer.cancel();
    timers_.erase(found);
}

void Reactor::arm(const std::shared_ptr<Timer>& timer)
{
    timer->timer.async_wait([this, timer](boost::system::error_code error) {
        if (timer->alive && !error) on_expiry(timer);
    });
}

void Reactor::on_expiry(const std::shared_ptr<Timer>& timer)
{
    if (put_off([this, timer] {
            if (timer->alive) on_expiry(timer);
        }))
        return;
    if (timer->period.count() == 0) stop(timer->id);
    call([&] { timer->callback(timer->argument); });
    if (!timer->alive) return;
    const std::lock_guard lock(mutex_);
    // A loop that was late does not make up for the beats it missed.
    timer->timer.expires_at(std::max(timer->timer.expiry() + timer->period, std::chrono::steady_clock::now()));
    arm(timer);
}

void Reactor::call(const std::function<void()>& callback)
{
    if (const auto outcome = guarded(callback); !outcome.ok()) complain_("a callback " + outcome.reason);
}

bool Reactor::put_off(std::function<void()> callback)
{
    const std::lock_guard lock(mutex_);
    if (suspended_) put_off_.push_back(std::move(callback));
    return suspended_;
}

void Reactor::suspend()
{
    const std::lock_guard lock(mutex_);
    suspended_ = true;
}

void Reactor::resume()
{
    std::vector<std::function<void()>> due;
    {
        const std::lock_guard lock(mutex_);
        suspended_ = false;
        due.swap(put_off_);
    }
    for (auto& callback : due)
        boost::asio::post(loop_, std::move(callback));
}

}  // namespace hookline::pipeline
