// expect: hookline_option
#include "misuse.hpp"

struct Stringly : Sink {
    Stringly(Host, const Options&) {}
    std::size_t write(const Batch& batch) override { return batch.size(); }
};
const char* const kStrings[] = {"loud"};
HOOKLINE_SINK_PLUGIN(Stringly, "stringly", "1.0", "MIT", "declares no types", kStrings);
