// SPDX-License-Identifier: MIT
// hook_bench: what our programs, and others, cost a packet. See ../README.md.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "compare.hpp"
#include "error.hpp"
#include "hook_bench.hpp"
#include "machine.hpp"
#include "options.hpp"

using namespace hookline::bench;

namespace {

enum Status { kFine = 0, kTooDear = 1, kFailed = 2, kNotPossible = 77 };

using Benches = std::vector<HookBench>;

bool is_chosen(const Options& options, const Hook& hook)
{
    return options.hooks.empty() || std::ranges::find(options.hooks, &hook) != options.hooks.end();
}

std::vector<TestedProgram> open_others(const Options& options)
{
    std::vector<TestedProgram> others;
    for (const auto& argument : options.against) {
        others.push_back(TestedProgram::from_argument(argument));
        const Hook& hook = others.back().hook();
        if (!is_chosen(options, hook))
            throw Error("--against " + argument + ": is a program of the " + hook.name +
                        " hook, which --hook leaves out");
    }
    return others;
}

// Twenty hosts would make the table wide.
std::string row_name(const std::string& expression)
{
    constexpr std::size_t kMost = 24;
    return "full, " + (expression.size() > kMost ? expression.substr(0, kMost) + "..." : expression);
}

// Without the plugin's folder there is no full program; the hook is measured then where --against has one for it.
bool add_full_program(HookBench& bench, const Options& options)
{
    const std::string file = options.objects + "/" + bench.hook().object;
    if (!std::filesystem::exists(file) && options.hooks.empty()) {
        std::cerr << "hook_bench: " << bench.hook().name << ": no full program, there is no " << file << "\n";
        return false;
    }
    bench.add(kFull, TestedProgram(file, bench.hook().program));
    for (const auto& expression : options.filters) {
        TestedProgram filtered(file, bench.hook().program);
        filtered.set_filter(expression);
        bench.add(row_name(expression), std::move(filtered));
    }
    return true;
}

Benches make_benches(const Options& options)
{
    Benches benches;
    auto others = open_others(options);
    for (const Hook& hook : hooks()) {
        if (!is_chosen(options, hook)) continue;
        HookBench bench(hook, options.objects);
        bool is_wanted = add_full_program(bench, options);
        for (auto& other : others) {
            if (&other.hook() != &hook) continue;
            const auto name = other.name();
            bench.add(name, std::move(other));
            is_wanted = true;
        }
        if (is_wanted) benches.push_back(std::move(bench));
    }
    if (benches.empty()) throw Error("nothing to measure: build the tree, or give a program with --against");
    return benches;
}

std::vector<Row> measure(Benches& benches, const Options& options)
{
    std::vector<Row> all;
    for (HookBench& bench : benches) {
        for (const Case& packets : options.cases) {
            if (::isatty(STDERR_FILENO) != 0)
                std::cerr << "measuring " << bench.hook().name << ": " << to_string(packets) << "\n";
            const auto rows = bench.measure(packets, options.effort);
            all.insert(all.end(), rows.begin(), rows.end());
        }
    }
    set_ratios(all);
    return all;
}

void save(const std::vector<Row>& rows, const std::string& path)
{
    if (path == "-") {
        std::cout << to_json(rows);
        return;
    }
    std::ofstream file(path);
    if (!(file << to_json(rows)).flush()) throw Error("--json " + path + ": cannot be written");
}

std::vector<Row> read_saved(const std::string& path)
try {
    std::ifstream file(path);
    if (!file) throw Error("cannot be read");
    return from_json(std::string(std::istreambuf_iterator<char>(file), {}));
} catch (const Error& reason) {
    throw Error("--compare " + path + ": " + reason.what());
}

bool has_grown(const std::vector<Change>& changes, double limit)
{
    return std::ranges::any_of(changes, [&](const Change& change) { return change.reaches(limit); });
}

Status compare_with(const std::vector<Row>& saved, std::vector<Row> rows, Benches& benches, const Options& options)
{
    std::ostream& out = options.json == "-" ? std::cerr : std::cout;
    out << "\ncompared with " << options.compare << "\n";
    auto changes = compare(saved, rows);
    // Others on the machine can spoil a run, but hardly two: the better one counts.
    if (has_grown(changes, options.limit)) {
        out << "measured once more, as something has grown\n";
        keep_lower(rows, measure(benches, options));
        changes = compare(saved, rows);
    }
    const auto measured = std::ranges::count(rows, kFull, &Row::program);
    if (const auto left = measured - std::ssize(changes); left > 0) out << left << " cases are not in it\n";
    for (const Change& change : changes)
        out << to_string(change, options.limit) << "\n";
    return has_grown(changes, options.limit) ? kTooDear : kFine;
}

Status run(const Options& options)
{
    const auto saved = options.compare.empty() ? std::vector<Row>() : read_saved(options.compare);
    auto benches = make_benches(options);
    const int cpu = pin_to_cpu(options.cpu);
    const auto rows = measure(benches, options);
    if (options.json != "-") std::cout << heading(rows, cpu) << to_table(rows);
    if (!options.json.empty()) save(rows, options.json);
    return options.compare.empty() ? kFine : compare_with(saved, rows, benches, options);
}

}  // namespace

int main(int argc, char** argv)
try {
    const auto options = parse_options(argc, argv);
    if (options.help) {
        std::cout << usage();
        return kFine;
    }
    return run(options);
} catch (const NotPermitted& reason) {
    std::cerr << "hook_bench: nothing can be measured here: " << reason.what() << "\n";
    return kNotPossible;
} catch (const std::exception& reason) {
    std::cerr << "hook_bench: " << reason.what() << "\n";
    return kFailed;
}
