// A capture of somebody else: three rows, then the end.
#include <hookline/capture.hpp>
#include <hookline/flow_schema.h>

using namespace hookline;

namespace {

class Countdown : public Capture {
public:
    Countdown(Host host, const Options& options) : host_(host), left_(options.integer("from")) {}

    void start() override {}
    hookline_status drain(std::size_t) override
    {
        while (left_ > 0) {
            hookline_flow row{};
            row.present = HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PACKETS) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_BYTES) |
                          HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_SRC_PORT);
            row.packets = 1;
            row.bytes = 100;
            row.src_port = static_cast<std::uint16_t>(left_--);
            host_.count(HOOKLINE_SEEN, nullptr, 1, 100);
            const hookline_batch batch{sizeof batch, 0, &hookline_flow_schema, &row, 1, sizeof row, 0, 0, nullptr};
            host_.emit(0, batch);
        }
        return HOOKLINE_END;
    }
    void stop() override {}

private:
    Host host_;
    std::int64_t left_;
};

const hookline_option kOptions[] = {option::integer("from", "where to begin", "3", 1, 100)};
const hookline_schema* const kStreams[] = {&hookline_flow_schema};

}  // namespace

HOOKLINE_CAPTURE_PLUGIN(Countdown, "countdown", "2.5", "Apache-2.0", "counts down", kOptions, kStreams);
