// SPDX-License-Identifier: MIT
#include "harness.hpp"

#include <fcntl.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace hookline::test {
namespace {

// What goes to stderr while one of these lives, in a file in memory.
class Stderr {
public:
    Stderr() : file_(::memfd_create("stderr", MFD_CLOEXEC)), saved_(::dup(STDERR_FILENO))
    {
        ::dup2(file_, STDERR_FILENO);
    }
    ~Stderr()
    {
        ::dup2(saved_, STDERR_FILENO);
        ::close(saved_);
        ::close(file_);
    }
    Stderr(const Stderr&) = delete;
    Stderr& operator=(const Stderr&) = delete;

    [[nodiscard]] std::string text() const
    {
        std::string all(static_cast<std::size_t>(::lseek(file_, 0, SEEK_END)), '\0');
        const auto size = ::pread(file_, all.data(), all.size(), 0);
        all.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return all;
    }

private:
    int file_;
    int saved_;
};

}  // namespace

int Ran::count(const std::string& text) const
{
    int found = 0;
    for (auto at = err.find(text); at != std::string::npos; at = err.find(text, at + 1))
        ++found;
    return found;
}

std::string Ran::last_line() const
{
    const auto end = err.find_last_not_of('\n');
    const auto begin = err.rfind('\n', end);
    return err.substr(begin + 1, end - begin);
}

Harness::Harness()
{
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::stderr_sink_mt>()));
    spdlog::set_pattern("%l: %v");
    spdlog::set_level(spdlog::level::warn);
    config.host.tick = 10ms;
    config.host.shutdown_timeout = 20s;
}

FakeCapture& Harness::capture(const std::string& name)
{
    auto& instance = config.captures.emplace_back();
    instance.name = name;
    instance.plugin = "fake";
    instance.place = {"test", 1, 1};
    auto& fake = captures_.emplace_back();
    plugins_.captures[name] = plugin_of(name, fake);
    return fake;
}

FakeSink& Harness::sink(const std::string& name, bool acks)
{
    auto& instance = config.sinks.emplace_back();
    instance.name = name;
    instance.plugin = "fake";
    instance.place = {"test", 2, 1};
    auto& fake = sinks_.emplace_back();
    fake.acks = acks;
    plugins_.sinks[name] = plugin_of(name, fake);
    return fake;
}

config::Instance& Harness::capture_config(const std::string& name)
{
    return *std::ranges::find(config.captures, name, &config::Instance::name);
}

config::Instance& Harness::sink_config(const std::string& name)
{
    return *std::ranges::find(config.sinks, name, &config::Instance::name);
}

config::Pipeline& Harness::pipeline(std::vector<std::string> from, std::vector<std::string> to)
{
    auto& pipeline = config.pipelines.emplace_back();
    pipeline.name = "pipeline " + std::to_string(config.pipelines.size());
    pipeline.from = std::move(from);
    pipeline.to = std::move(to);
    pipeline.place = {"test", 3, 1};
    return pipeline;
}

std::unique_ptr<pipeline::Engine> Harness::make(config::Complaints& complaints)
{
    return pipeline::Engine::make(config, plugins_, complaints);
}

int Harness::run_here()
{
    config::Complaints complaints;
    const auto engine = make(complaints);
    for (const auto& complaint : complaints)
        spdlog::error("complaint: {}", config::to_text(complaint));
    return engine ? engine->run() : 2;
}

Ran Harness::run()
{
    const Stderr captured;
    Ran ran;
    ran.status = run_here();
    ran.err = captured.text();
    return ran;
}

Ran Harness::run_in_child(const std::string& text, const std::function<void(int pid)>& while_running)
{
    const Stderr captured;
    const auto pid = ::fork();
    if (pid == 0) ::_exit(run_here());
    if (while_running) {
        if (!eventually([&] { return captured.text().find(text) != std::string::npos; })) ::kill(pid, SIGKILL);
        while_running(pid);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), captured.text()};
}

bool eventually(const std::function<bool()>& condition)
{
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

}  // namespace hookline::test
