// The other files of this folder are this one with one mistake; this one compiles.
#include "misuse.hpp"

struct Sound : Sink {
    Sound(Host, const Options&) {}
    std::size_t write(const Batch& batch) override { return batch.size(); }
};
HOOKLINE_SINK_PLUGIN(Sound, "sound", "1.0", "MIT", "is right", kOptions);
