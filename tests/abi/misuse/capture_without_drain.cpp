// expect: abstract
#include "misuse.hpp"

struct NoDrain : Capture {
    NoDrain(Host, const Options&) {}
    void start() override {}
    void stop() override {}
};
HOOKLINE_CAPTURE_PLUGIN(NoDrain, "no_drain", "1.0", "MIT", "lacks a function", kOptions, kStreams);
