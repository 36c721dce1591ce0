// SPDX-License-Identifier: MIT
// Sink `acker`: takes every row at once and says later, or never, what became of it.
#include <hookline/sink.hpp>

#include <chrono>
#include <optional>
#include <thread>
#include <vector>

namespace tests {
namespace {

using hookline::Host;
namespace option = hookline::option;

constexpr const char* kModes[] = {"now", "timer", "thread", "refuse", "never", "too_many", nullptr};
constexpr hookline_option kOptions[] = {
    option::choice("mode", "when and how to acknowledge", "\"now\"", kModes),
};

class Acker final : public hookline::Sink {
public:
    Acker(Host host, const hookline::Options& options) : host_(host), mode_(options.string("mode")) {}
    ~Acker() override
    {
        for (auto& thread : threads_)
            thread.join();
    }

    void open() override
    {
        if (mode_ == "timer")
            timer_.emplace(host_, std::chrono::milliseconds(10), std::chrono::milliseconds(10), [this] { ack_owed(); });
    }

    std::size_t write(const hookline::Batch& batch) override
    {
        const Owed owed{batch.token(), batch.size()};
        if (mode_ == "now") host_.ack(owed.token, owed.rows, HOOKLINE_OK);
        if (mode_ == "refuse") host_.ack(owed.token, owed.rows, HOOKLINE_FAILED);
        if (mode_ == "too_many") host_.ack(owed.token, owed.rows + 1000, HOOKLINE_OK);
        if (mode_ == "timer") owed_.push_back(owed);
        if (mode_ == "thread")
            threads_.emplace_back([host = host_, owed] {
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
                host.ack(owed.token, owed.rows, HOOKLINE_OK);
            });
        return batch.size();
    }

    void close() override
    {
        timer_.reset();
        ack_owed();
    }

private:
    struct Owed {
        std::uint64_t token;
        std::uint64_t rows;
    };
    void ack_owed()
    {
        for (const auto& owed : owed_)
            host_.ack(owed.token, owed.rows, HOOKLINE_OK);
        owed_.clear();
    }

    Host host_;
    std::string mode_;
    std::vector<Owed> owed_;
    std::optional<hookline::Timer> timer_;
    std::vector<std::thread> threads_;
};

}  // namespace
}  // namespace tests

HOOKLINE_SINK_PLUGIN_WITH_FLAGS(tests::Acker, "acker", "1.0", "MIT", "acknowledges rows in its own time",
                                tests::kOptions, HOOKLINE_SINK_ACKS);
