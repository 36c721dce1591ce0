// A sink of somebody else: says how many rows it got, and the sum of one column.
#include <hookline/sink.hpp>

#include <array>
#include <iostream>

using namespace hookline;

namespace {

class Tally : public Sink {
public:
    Tally(Host, const Options&) {}

    std::size_t write(const Batch& batch) override
    {
        const auto* packets = batch.columns().find("packets");
        for (std::size_t i = 0; i < batch.size(); ++i, ++rows_)
            if (packets != nullptr) packets_ += batch[i].integer(*packets);
        return batch.size();
    }
    void close() override
    {
        if (!closed_) std::cout << "tally: " << rows_ << " rows, " << packets_ << " packets" << std::endl;
        closed_ = true;
    }

private:
    std::size_t rows_ = 0;
    std::uint64_t packets_ = 0;
    bool closed_ = false;
};

const std::array<hookline_option, 0> kOptions{};

}  // namespace

HOOKLINE_SINK_PLUGIN(Tally, "tally", "0.1", "MIT", "adds up", kOptions);
