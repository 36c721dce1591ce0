// SPDX-License-Identifier: MIT
// Capture `raw_capture`: throws an int through the C boundary, from the function that `throw_in` names.
#include <hookline/flow_schema.h>

#include "raw.hpp"

namespace tests {
namespace {

constexpr hookline_capture_ops kOps = {
    sizeof(hookline_capture_ops),
    0,
    &create_raw,
    [](void* self) { return call_raw(self, "start"); },
    [](void* self, std::size_t) {
        call_raw(self, "drain");
        return HOOKLINE_END;
    },
    [](void* self) { call_raw(self, "stop"); },
    &destroy_raw,
    [](void (*)(void*, const char*), void*) -> hookline_status { throw 42; },
};
constexpr const hookline_schema* kStreams[] = {&hookline_flow_schema};

}  // namespace
}  // namespace tests

extern "C" HOOKLINE_EXPORT const hookline_descriptor hookline_plugin;
const hookline_descriptor hookline_plugin =
    tests::describe_raw(HOOKLINE_CAPTURE, "raw_capture", &tests::kOps, nullptr, tests::kStreams);
