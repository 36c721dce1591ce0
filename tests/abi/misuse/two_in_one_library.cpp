// expect: redefinition
#include "misuse.hpp"

struct Twin : Sink {
    Twin(Host, const Options&) {}
    std::size_t write(const Batch& batch) override { return batch.size(); }
};
HOOKLINE_SINK_PLUGIN(Twin, "one", "1.0", "MIT", "is one", kOptions);
HOOKLINE_SINK_PLUGIN(Twin, "two", "1.0", "MIT", "is another", kOptions);
