// expect: unique_ptr
#include "misuse.hpp"

struct Mistaken : Sink {
    Mistaken(Host, const Options&) {}
    std::size_t write(const Batch& batch) override { return batch.size(); }
};
HOOKLINE_CAPTURE_PLUGIN(Mistaken, "mistaken", "1.0", "MIT", "has the wrong macro", kOptions, kStreams);
