// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/commands.hpp"
#include "app/output.hpp"
#include "config/describe.hpp"
#include "config/suggest.hpp"
#include "config/text_table.hpp"
#include "loader/search.hpp"

namespace hookline::app {
namespace {

using loader::Listing;

int list(const std::vector<Listing>& found)
{
    std::vector<std::vector<std::string>> rows = {{"plugin", "kind", "version", "licence", "what"}};
    std::string problems;
    for (const auto& plugin : found) {
        if (plugin.usable)
            rows.push_back({plugin.name, plugin.kind, plugin.version, plugin.licence, plugin.help});
        else
            problems += "  " + plugin.problem + '\n';
    }
    auto text = rows.size() == 1 ? "no plugins\n" : config::text_table(rows);
    if (!problems.empty()) text += "\nnot usable\n" + problems;
    return answer(text);
}

Result<std::filesystem::path> file_of(const std::string& name, const std::vector<std::filesystem::path>& path)
{
    if (name.find('/') != std::string::npos) return std::filesystem::path(name);
    std::vector<std::string> known;
    for (const auto& plugin : loader::list_plugins(path)) {
        known.push_back(plugin.file.stem());
        if (known.back() != name) continue;
        if (plugin.usable) return plugin.file;
        return Failure{plugin.problem};
    }
    return Failure{"there is no plugin " + name + config::suggestion(name, known) + "; hookline plugins lists all"};
}

int show(const std::string& name, const std::vector<std::filesystem::path>& path)
{
    const auto file = file_of(name, path);
    if (!file) return fail(kBadUsage, file.error().text);
    const auto plugin = loader::Plugin::load(*file);
    if (!plugin) return fail(kBadUsage, plugin.error().text);
    return answer(config::describe((*plugin)->descriptor()));
}

}  // namespace

int plugins(const Flags& flags, const Arguments& words)
{
    const auto path = loader::search_path(flags.plugin_path);
    if (words.empty()) return list(loader::list_plugins(path));
    if (words.size() == 2 && words[0] == "show") return show(words[1], path);
    return fail(kBadUsage, "usage: hookline plugins, or hookline plugins show NAME");
}

}  // namespace hookline::app
