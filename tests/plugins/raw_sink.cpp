// SPDX-License-Identifier: MIT
// Sink `raw_sink`: throws an int through the C boundary, from the function that `throw_in` names.
#include "raw.hpp"

namespace tests {
namespace {

constexpr hookline_sink_ops kOps = {
    sizeof(hookline_sink_ops),
    0,
    &create_raw,
    [](void* self) { return call_raw(self, "open"); },
    [](void* self, const hookline_batch* batch, std::uint64_t, std::size_t* taken) {
        *taken = 0;
        call_raw(self, "write");
        *taken = batch->row_count;
        return HOOKLINE_OK;
    },
    [](void* self) { return call_raw(self, "flush"); },
    [](void* self) { return call_raw(self, "close"); },
    &destroy_raw,
};

}  // namespace
}  // namespace tests

extern "C" HOOKLINE_EXPORT const hookline_descriptor hookline_plugin;
const hookline_descriptor hookline_plugin =
    tests::describe_raw(HOOKLINE_SINK, "raw_sink", nullptr, &tests::kOps, nullptr);
