// SPDX-License-Identifier: MIT
#include "loader/operations_check.hpp"

#include <cstddef>
#include <cstring>
#include <span>
#include <string>

namespace hookline::loader {
namespace {

struct RequiredFunction {
    const char* name;
    std::size_t offset;
    const char* since;  // SDK version
};

constexpr RequiredFunction kCaptureFunctions[] = {
    {"create", offsetof(hookline_capture_ops, create), "1.0"},
    {"start", offsetof(hookline_capture_ops, start), "1.0"},
    {"drain", offsetof(hookline_capture_ops, drain), "1.0"},
    {"stop", offsetof(hookline_capture_ops, stop), "1.0"},
    {"destroy", offsetof(hookline_capture_ops, destroy), "1.0"},
};
constexpr RequiredFunction kSinkFunctions[] = {
    {"create", offsetof(hookline_sink_ops, create), "1.0"}, {"open", offsetof(hookline_sink_ops, open), "1.0"},
    {"write", offsetof(hookline_sink_ops, write), "1.0"},   {"flush", offsetof(hookline_sink_ops, flush), "1.0"},
    {"close", offsetof(hookline_sink_ops, close), "1.0"},   {"destroy", offsetof(hookline_sink_ops, destroy), "1.0"},
};
// What every SDK since 1.0 writes.
constexpr std::size_t kFirstCaptureSize = offsetof(hookline_capture_ops, probe) + sizeof(void*);
constexpr std::size_t kFirstSinkSize = offsetof(hookline_sink_ops, destroy) + sizeof(void*);

bool has_function(const void* ops, std::size_t size, std::size_t offset)
{
    if (size < offset + sizeof(void*)) return false;
    void* function = nullptr;
    std::memcpy(&function, static_cast<const char*>(ops) + offset, sizeof function);
    return function != nullptr;
}

// Which function is missing says more than that the size is wrong, so that comes first.
Problem check_table(const void* ops, std::uint32_t size, std::size_t first_size, const std::string& table,
                    std::span<const RequiredFunction> required)
{
    for (const auto& function : required)
        if (!has_function(ops, size, function.offset))
            return table + "." + function.name + " is missing (required since SDK " + function.since + ")";
    if (size < first_size)
        return table + ".size is " + std::to_string(size) + ", SDK 1.0 has " + std::to_string(first_size);
    return {};
}

Problem check_capture(const hookline_descriptor& descriptor)
{
    if (descriptor.capture == nullptr) return "descriptor.capture is missing in a capture";
    if (descriptor.sink != nullptr) return "descriptor.sink is set in a capture";
    const auto& ops = *descriptor.capture;
    if (auto problem = check_table(&ops, ops.size, kFirstCaptureSize, "capture_ops", kCaptureFunctions)) return problem;
    if (ops.reserved != 0) return "capture_ops.reserved is not 0";
    return {};
}

Problem check_sink(const hookline_descriptor& descriptor)
{
    if (descriptor.sink == nullptr) return "descriptor.sink is missing in a sink";
    if (descriptor.capture != nullptr) return "descriptor.capture is set in a sink";
    const auto& ops = *descriptor.sink;
    if (auto problem = check_table(&ops, ops.size, kFirstSinkSize, "sink_ops", kSinkFunctions)) return problem;
    if ((ops.flags & ~std::uint32_t{HOOKLINE_SINK_ACKS}) != 0)
        return "sink_ops.flags has bits that SDK 1.0 does not know";
    return {};
}

}  // namespace

Problem check_operations(const hookline_descriptor& descriptor)
{
    return descriptor.kind == HOOKLINE_CAPTURE ? check_capture(descriptor) : check_sink(descriptor);
}

}  // namespace hookline::loader
