// SPDX-License-Identifier: MIT
// Plugins made in memory, whose functions are whatever a test says. They are called through plain C tables, without the
// SDK's wrapper, so that what they throw reaches the host.
#pragma once

#include <hookline/plugin.hpp>
#include <hookline/row.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "loader/plugin.hpp"

namespace hookline::test {

// Rows of the three kinds of stream that the fake capture has, in this order.
struct Hit {  // table "hits"
    std::uint64_t packets;
    std::uint64_t bytes;
    std::uint32_t key;
    std::uint32_t color;
};
struct Happening {  // event "happenings"
    std::int64_t at;
    char what[16];
    std::uint32_t key;
    std::uint32_t reserved;
};
struct Frame {  // packet "frames"
    std::int64_t at;
    hookline_string data;
};
enum StreamIndex : std::uint32_t { kHits = 0, kHappenings = 1, kFrames = 2 };

struct FakeCapture {
    const hookline_host* host = nullptr;
    std::function<hookline_status()> on_create = [] { return HOOKLINE_OK; };
    std::function<hookline_status()> on_start = [] { return HOOKLINE_OK; };
    std::function<hookline_status(std::size_t)> on_drain = [](std::size_t) { return HOOKLINE_END; };
    std::function<void()> on_stop = [] {};
    std::function<void()> on_destroy = [] {};
    std::atomic<int> starts = 0, drains = 0, stops = 0, destroys = 0;

    // Count as seen and emit.
    void hit(std::uint32_t key, std::uint64_t packets, std::uint64_t bytes, std::uint32_t color = 0);
    hookline_status emit(std::uint32_t stream, const void* rows, std::size_t count, std::size_t stride,
                         std::int64_t begin_ns = 0, std::int64_t end_ns = 0);
    void see(std::uint64_t packets, std::uint64_t bytes)
    {
        host->count(host->context, HOOKLINE_SEEN, "", packets, bytes);
    }
    void set_error(const char* text) { host->set_error(host->context, text, std::strlen(text)); }
    void wake() { host->wake(host->context); }
};

// One row as a sink saw it: numbers and texts by column.
struct SeenRow {
    std::string stream;
    std::string source;
    std::map<std::string, std::uint64_t> numbers;
    std::map<std::string, std::string> texts;
};

struct FakeSink {
    const hookline_host* host = nullptr;
    bool acks = false;
    std::function<hookline_status()> on_create = [] { return HOOKLINE_OK; };
    std::function<hookline_status()> on_open = [] { return HOOKLINE_OK; };
    // Before a row is recorded; by default all are taken.
    std::function<hookline_status(const hookline_batch&, std::uint64_t token, std::size_t& taken)> on_write;
    std::function<hookline_status()> on_flush = [] { return HOOKLINE_OK; };
    std::function<hookline_status()> on_close = [] { return HOOKLINE_OK; };
    std::atomic<int> opens = 0, writes = 0, flushes = 0, closes = 0, destroys = 0;

    void set_error(const char* text) { host->set_error(host->context, text, std::strlen(text)); }
    hookline_status write(const hookline_batch& batch, std::uint64_t token, std::size_t* taken);
    [[nodiscard]] std::vector<SeenRow> rows() const;
    [[nodiscard]] std::uint64_t sum(const std::string& column) const;
    [[nodiscard]] int reports() const;
    std::vector<std::int64_t> begins, ends;  // of reports' first batches

private:
    mutable std::mutex mutex_;
    std::vector<SeenRow> rows_;
    int reports_ = 0;
};

// A plugin whose instances are the given objects, found by the instance's name.
loader::PluginPtr plugin_of(const std::string& instance, FakeCapture& capture);
loader::PluginPtr plugin_of(const std::string& instance, FakeSink& sink);

}  // namespace hookline::test
