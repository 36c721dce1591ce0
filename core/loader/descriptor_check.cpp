// SPDX-License-Identifier: MIT
#include "loader/descriptor_check.hpp"

#include <set>
#include <string>

#include "loader/operations_check.hpp"
#include "loader/option_check.hpp"
#include "loader/refusal.hpp"
#include "loader/text_check.hpp"
#include "record/schema.hpp"

namespace hookline::loader {
namespace {

// What every SDK since 1.0 writes: `sink` was the last field then.
constexpr std::size_t kFirstSize = offsetof(hookline_descriptor, sink) + sizeof(void*);
// Never moves, whatever the major version.
constexpr std::size_t kPrefixSize = offsetof(hookline_descriptor, kind);
// More is not a plugin with many streams, but a count that is garbage.
constexpr std::uint32_t kMostStreams = 64;

std::string version_text(unsigned major, unsigned minor)
{
    return std::to_string(major) + "." + std::to_string(minor);
}

Problem check_prefix(const hookline_descriptor& descriptor, std::size_t extent)
{
    if (extent < kPrefixSize || descriptor.magic != HOOKLINE_MAGIC)
        return "its symbol " HOOKLINE_PLUGIN_SYMBOL " is no plugin descriptor: descriptor.magic is wrong";
    const auto needs = version_text(descriptor.abi_major, descriptor.abi_minor);
    const auto ours = version_text(HOOKLINE_ABI_MAJOR, HOOKLINE_ABI_MINOR);
    if (descriptor.abi_major != HOOKLINE_ABI_MAJOR)
        return "is built for SDK " + needs + ", this host has " + ours +
               " (descriptor.abi_major); rebuild the plugin or " +
               (descriptor.abi_major < HOOKLINE_ABI_MAJOR ? "use an older hookline" : "upgrade hookline");
    if (descriptor.abi_minor > HOOKLINE_ABI_MINOR)
        return "needs SDK " + needs + ", this host has " + ours + "; rebuild the plugin or upgrade hookline";
    if (descriptor.size < kFirstSize)
        return "descriptor.size is " + std::to_string(descriptor.size) + ", SDK 1.0 has " + std::to_string(kFirstSize);
    if (descriptor.size > extent)
        return "descriptor.size is " + std::to_string(descriptor.size) + ", but the symbol has " +
               std::to_string(extent) + " bytes";
    return {};
}

Problem check_identity(const hookline_descriptor& descriptor)
{
    if (descriptor.kind != HOOKLINE_CAPTURE && descriptor.kind != HOOKLINE_SINK)
        return "descriptor.kind is " + std::to_string(descriptor.kind) + ", neither a capture (1) nor a sink (2)";
    auto problem = check_plugin_name(descriptor.name, "descriptor.name");
    if (!problem) problem = check_text(descriptor.version, "descriptor.version");
    if (!problem) problem = check_text(descriptor.licence, "descriptor.licence");
    if (!problem) problem = check_text(descriptor.help, "descriptor.help");
    return problem;
}

Problem check_stream(const hookline_schema* schema, std::uint32_t index, std::set<std::string>& names)
{
    const auto what = "descriptor.streams[" + std::to_string(index) + "]";
    if (schema == nullptr) return what + " is missing";
    const auto copy = record::Schema::copy_of(*schema);
    if (!copy) return what + ": " + copy.error().text;
    if (!names.insert(schema->name).second) return what + ": there is another stream \"" + schema->name + "\"";
    return {};
}

Problem check_streams(const hookline_descriptor& descriptor)
{
    const auto count = descriptor.stream_count;
    if (descriptor.kind == HOOKLINE_SINK) {
        if (count != 0) return "descriptor.stream_count is " + std::to_string(count) + ", but a sink has no streams";
        return {};
    }
    if (count == 0 || count > kMostStreams)
        return "descriptor.stream_count is " + std::to_string(count) + ", a capture has 1 to " +
               std::to_string(kMostStreams) + " streams";
    if (descriptor.streams == nullptr) return "descriptor.streams is missing";
    std::set<std::string> names;
    for (std::uint32_t i = 0; i < count; ++i)
        if (auto problem = check_stream(descriptor.streams[i], i, names)) return problem;
    return {};
}

Problem check_name_of_file(const hookline_descriptor& descriptor, const std::filesystem::path& file)
{
    if (file.stem() == descriptor.name) return {};
    return std::string("descriptor.name is \"") + descriptor.name + "\", and a plugin is named like its file: rename " +
           "one of them (" + descriptor.name + ".so)";
}

}  // namespace

Result<void> check_descriptor(const hookline_descriptor& descriptor, std::size_t extent,
                              const std::filesystem::path& file)
{
    auto problem = check_prefix(descriptor, extent);
    if (!problem) problem = check_identity(descriptor);
    if (!problem) problem = check_options(descriptor);
    if (!problem) problem = check_streams(descriptor);
    if (!problem) problem = check_operations(descriptor);
    if (!problem) problem = check_name_of_file(descriptor, file);
    if (problem) return refusal(file, *problem);
    return {};
}

}  // namespace hookline::loader
