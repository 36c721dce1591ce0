// expect: abstract
#include "misuse.hpp"

struct NoWrite : Sink {
    NoWrite(Host, const Options&) {}
};
HOOKLINE_SINK_PLUGIN(NoWrite, "no_write", "1.0", "MIT", "lacks a function", kOptions);
