// expect: return type
#include "misuse.hpp"

struct Silent : Sink {
    Silent(Host, const Options&) {}
    void write(const Batch&) override {}
};
HOOKLINE_SINK_PLUGIN(Silent, "silent", "1.0", "MIT", "says not what it took", kOptions);
