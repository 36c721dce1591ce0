// expect: unique_ptr
#include "misuse.hpp"

struct Stranger {
    Stranger(Host, const Options&) {}
    std::size_t write(const Batch& batch) { return batch.size(); }
};
HOOKLINE_SINK_PLUGIN(Stranger, "stranger", "1.0", "MIT", "is not derived from Sink", kOptions);
