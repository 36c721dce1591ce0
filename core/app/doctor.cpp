// SPDX-License-Identifier: MIT
#include <cstddef>

#include "app/commands.hpp"
#include "app/kernel_facts.hpp"
#include "app/output.hpp"
#include "config/text_table.hpp"
#include "loader/search.hpp"

namespace hookline::app {
namespace {

void add_line(void* lines, const char* line)
{
    *static_cast<std::string*>(lines) += std::string("  ") + line + '\n';
}

using Probe = decltype(hookline_capture_ops::probe);

// Null where the plugin has none, or was built before there were any.
Probe probe_of(const hookline_descriptor& plugin)
{
    const auto& ops = *plugin.capture;
    return ops.size >= offsetof(hookline_capture_ops, probe) + sizeof ops.probe ? ops.probe : nullptr;
}

std::string findings(const hookline_descriptor& plugin)
{
    const auto probe = probe_of(plugin);
    const auto who = std::string("capture ") + plugin.name;
    if (probe == nullptr) return who + ": loads; it has no probe\n";
    std::string lines;
    try {
        const bool works = probe(&add_line, &lines) >= 0;
        return who + (works ? ": works here\n" : ": does not work here\n") + lines;
    } catch (...) {
        return who + ": its probe threw an exception\n" + lines;
    }
}

std::string examine(const loader::Listing& listing)
{
    if (!listing.usable) return listing.problem + '\n';
    const auto plugin = loader::Plugin::load(listing.file);
    return plugin ? findings((*plugin)->descriptor()) : plugin.error().text + '\n';
}

}  // namespace

int doctor(const Flags& flags, const Arguments& none)
{
    if (!none.empty()) return fail(kBadUsage, "usage: hookline doctor");
    auto text = config::text_table(kernel_facts());
    for (const auto& listing : loader::list_plugins(loader::search_path(flags.plugin_path)))
        if (!listing.usable || listing.kind == "capture") text += '\n' + examine(listing);
    return answer(text);
}

}  // namespace hookline::app
