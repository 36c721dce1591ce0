// SPDX-License-Identifier: MIT
// Sink `record`: writes down every call and every row, and every misbehaviour that an author who uses the C++ wrapper can
// commit. A line is in the file before the call returns, so that a test can watch, also a sink that never returns.
#include <hookline/sink.hpp>

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "record_text.hpp"

namespace tests {
namespace {

using hookline::Host;
using hookline::Options;
namespace option = hookline::option;

constexpr const char* kMisbehaviours[] = {
    "none",       "throw_create", "throw_open",  "throw_write", "throw_flush", "throw_close", "hang_open", "hang_write",
    "hang_close", "retry_open",   "retry_write", "never_opens", "fail_write",  "fail_after",  "overtake",  nullptr,
};
constexpr hookline_option kOptions[] = {
    option::required(option::string("path", "file to write to", nullptr)),
    option::choice("misbehave", "what to do wrong", "\"none\"", kMisbehaviours),
    option::integer("take", "rows to take in one call; 0: all", "0", 0, 1'000'000),
    option::integer("failures", "how often a retry_... fails before it goes well", "2", 0, 1'000'000),
    option::duration("delay", "how long each write takes", "\"0s\""),
    option::boolean("rows", "write down the rows, not only the calls", "true"),
};

[[noreturn]] void hang()
{
    for (;;)
        ::pause();
}

class Record final : public hookline::Sink {
public:
    Record(Host, const Options& options)
        : path_(options.string("path")),
          misbehaviour_(options.string("misbehave")),
          take_(static_cast<std::size_t>(options.integer("take"))),
          failures_(options.integer("failures")),
          delay_(options.duration("delay")),
          writes_rows_(options.boolean("rows"))
    {
        fail_if("throw_create");
    }

    void open() override
    {
        if (!file_.is_open()) file_.open(path_, std::ios::app);
        if (!file_) throw hookline::Error("record: cannot open " + path_);
        note("open");
        fail_if("throw_open");
        if (is("hang_open")) hang();
        if (is("never_opens") || (is("retry_open") && failures_-- > 0))
            throw hookline::retry_later("record: not ready yet");
    }

    std::size_t write(const hookline::Batch& batch) override
    {
        note(batch_line(batch));
        if (delay_.count() > 0) std::this_thread::sleep_for(delay_);
        if (is("hang_write")) hang();
        fail_if("throw_write");
        if (is("retry_write") && failures_-- > 0) throw hookline::retry_later("record: try that again");
        if (is("fail_write")) throw hookline::Error("record: does not want these rows");
        if (is("overtake")) return batch.size() + 1;
        const auto taken = take_ == 0 ? batch.size() : std::min(take_, batch.size());
        for (std::size_t i = 0; writes_rows_ && i < taken; ++i)
            note(row_line(batch, i));
        if (is("fail_after") && taken < batch.size())
            throw hookline::PartialWrite(taken, HOOKLINE_FAILED, "record: does not want the rest");
        return taken;
    }

    void flush() override
    {
        note("flush");
        fail_if("throw_flush");
    }

    void close() override
    {
        if (is("hang_close")) hang();
        note("close");
        fail_if("throw_close");
    }

private:
    [[nodiscard]] bool is(std::string_view misbehaviour) const { return misbehaviour_ == misbehaviour; }
    void fail_if(std::string_view misbehaviour) const
    {
        if (is(misbehaviour)) throw std::runtime_error("record: asked to " + misbehaviour_);
    }
    void note(const std::string& line) { file_ << line << std::endl; }

    std::string path_;
    std::string misbehaviour_;
    std::size_t take_;
    std::int64_t failures_;
    std::chrono::nanoseconds delay_;
    bool writes_rows_;
    std::ofstream file_;
};

}  // namespace
}  // namespace tests

HOOKLINE_SINK_PLUGIN(tests::Record, "record", "1.0", "MIT", "writes down every call and row", tests::kOptions);
