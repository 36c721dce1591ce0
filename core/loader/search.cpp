// SPDX-License-Identifier: MIT
#include "loader/search.hpp"

#include <algorithm>
#include <map>
#include <system_error>

#include "config/suggest.hpp"
#include "loader/inspect.hpp"
#include "loader/refusal.hpp"

namespace hookline::loader {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kInspectLimit = 3s;

const char* kind_name(std::uint32_t kind)
{
    return kind == HOOKLINE_CAPTURE ? "capture" : "sink";
}

std::vector<fs::path> plugin_files(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->path().extension() == ".so") files.push_back(entry->path());
    std::ranges::sort(files);
    return files;
}

Failure not_found(const std::string& name, const std::vector<fs::path>& path)
{
    std::vector<std::string> known;
    std::string folders;
    for (const auto& folder : path) {
        folders += (folders.empty() ? "" : ", ") + folder.string();
        for (const auto& file : plugin_files(folder))
            known.push_back(file.stem().string());
    }
    if (folders.empty()) folders = "any folder, as none of the plugin path exists";
    return {"plugin " + name + ": there is no " + name + ".so in " + folders + config::suggestion(name, known)};
}

Result<fs::path> find(const std::string& name, const std::vector<fs::path>& path)
{
    if (name.find('/') != std::string::npos) return fs::path(name);
    std::error_code error;
    for (const auto& folder : path)
        if (auto file = folder / (name + ".so"); fs::exists(file, error)) return file;
    return not_found(name, path);
}

}  // namespace

std::vector<fs::path> search_path(const std::vector<std::string>& configured)
{
    std::error_code error;
    std::vector<fs::path> wanted(configured.begin(), configured.end());
    if (const auto binary = fs::read_symlink("/proc/self/exe", error); !error) {
        wanted.push_back(binary.parent_path() / "plugins");
        // Where the installed folder is if the whole tree was moved
        wanted.push_back(binary.parent_path().parent_path() / "lib/hookline/plugins");
    }
    wanted.emplace_back(HOOKLINE_PLUGIN_DIR);

    std::vector<fs::path> path;
    for (const auto& folder : wanted) {
        const auto is_same = [&](const fs::path& other) { return fs::equivalent(folder, other, error); };
        if (fs::is_directory(folder, error) && std::ranges::none_of(path, is_same)) path.push_back(folder);
    }
    return path;
}

Result<PluginPtr> load_by_name(const std::string& name, hookline_kind kind, const std::vector<fs::path>& path)
{
    const auto file = find(name, path);
    if (!file) return file.error();
    auto plugin = Plugin::load(*file);
    if (!plugin) return plugin;
    const auto& told = (*plugin)->descriptor();
    if (told.kind != kind)
        return refusal(*file, std::string(told.name) + " is a " + kind_name(told.kind) + ", not a " + kind_name(kind));
    return plugin;
}

std::vector<Listing> list_plugins(const std::vector<fs::path>& path)
{
    std::vector<Listing> all;
    std::map<fs::path, fs::path> first;  // by the file's own name
    for (const auto& folder : path)
        for (const auto& file : plugin_files(folder)) {
            const auto [seen, is_new] = first.emplace(file.filename(), file);
            if (is_new)
                all.push_back(inspect(file, kInspectLimit));
            else
                all.push_back({.file = file, .problem = refusal(file, "is hidden by " + seen->second.string()).text});
        }
    return all;
}

}  // namespace hookline::loader
