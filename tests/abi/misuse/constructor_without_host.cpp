// expect: no matching function
#include "misuse.hpp"

struct Alone : Sink {
    std::size_t write(const Batch& batch) override { return batch.size(); }
};
HOOKLINE_SINK_PLUGIN(Alone, "alone", "1.0", "MIT", "takes no host", kOptions);
