// expect: const
#include "misuse.hpp"

struct Editor : Sink {
    Editor(Host, const Options&) {}
    std::size_t write(const Batch& batch) override
    {
        batch.abi().row_count = 0;
        return batch.size();
    }
};
HOOKLINE_SINK_PLUGIN(Editor, "editor", "1.0", "MIT", "changes the host's batch", kOptions);
