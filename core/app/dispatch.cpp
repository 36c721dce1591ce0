// SPDX-License-Identifier: MIT
#include <hookline/plugin.h>

#include <algorithm>
#include <functional>
#include <map>

#include "app/commands.hpp"
#include "app/flag_table.hpp"
#include "app/output.hpp"

namespace hookline::app {
namespace {

using Command = std::function<int(const Flags&, const Arguments&)>;

// `run` is the command that needs no name: it takes all flags, and its words are a filter expression.
const std::map<std::string, Command>& commands()
{
    static const std::map<std::string, Command> all = {
        {"check", check},
        {"plugins", plugins},
        {"doctor", doctor},
        {"help", [](const Flags&, const Arguments&) { return help(); }},
        {"version", [](const Flags&, const Arguments&) { return version(); }},
    };
    return all;
}

// A flag that a command would pass over in silence.
std::string flag_of_no_use(const Flags& flags)
{
    for (const auto& name : flags.given)
        if (name != "plugin-path" && name != "log-level") return name;
    return {};
}

}  // namespace

const std::vector<std::string>& command_names()
{
    static const std::vector<std::string> names = {"run", "check", "plugins", "doctor", "help", "version"};
    return names;
}

int help()
{
    return answer(help_text());
}

int version()
{
    return answer("hookline " HOOKLINE_VERSION " (plugin ABI " + std::to_string(HOOKLINE_ABI_MAJOR) + "." +
                  std::to_string(HOOKLINE_ABI_MINOR) + ")\n");
}

int dispatch(Flags flags)
{
    if (flags.help) return help();
    if (flags.version) return version();
    auto& words = flags.words;
    const auto command = words.empty() ? commands().end() : commands().find(words.front());
    if (command == commands().end()) {
        if (!words.empty() && words.front() == "run") words.erase(words.begin());
        return run(flags);
    }
    if (const auto flag = flag_of_no_use(flags); !flag.empty())
        return fail(kBadUsage, "--" + flag + " means nothing with \"" + command->first + "\"");
    return command->second(flags, {words.begin() + 1, words.end()});
}

}  // namespace hookline::app
