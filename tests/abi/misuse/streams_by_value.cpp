// expect: hookline_schema
#include "misuse.hpp"

struct ByValue : Capture {
    ByValue(Host, const Options&) {}
    void start() override {}
    hookline_status drain(std::size_t) override { return HOOKLINE_END; }
    void stop() override {}
};
const hookline_schema kByValue[] = {hookline_flow_schema};
HOOKLINE_CAPTURE_PLUGIN(ByValue, "by_value", "1.0", "MIT", "wants pointers", kOptions, kByValue);
