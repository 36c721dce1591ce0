// SPDX-License-Identifier: MIT
#include <boost/json.hpp>
#include <fmt/format.h>

#include "error.hpp"
#include "result.hpp"

namespace hookline::bench {
namespace {

namespace json = boost::json;

json::object object_of(const Row& row)
{
    json::object object{
        {"name", row.hook + ": " + row.packets + ": " + row.program},
        {"unit", "ns"},
        {"median", row.ns.median},
        {"min", row.ns.min},
        {"max", row.ns.max},
        {"runs", row.runs},
    };
    if (row.ratio) {
        object["yardstick"] = kBareParsing;
        object["ratio"] = *row.ratio;
    }
    object["hook"] = row.hook;
    object["case"] = row.packets;
    object["program"] = row.program;
    object["packets"] = row.packets_a_run;
    object["drained"] = row.drained;
    object["kernel"] = row.kernel;
    object["cpu"] = row.cpu;
    return object;
}

// Boost.JSON writes 7.5 as 7.5E0, and all digits: right, but people read saved results, too.
std::string line_of(const json::object& object)
{
    std::string line;
    for (const auto& [name, value] : object) {
        line += (line.empty() ? "{" : ", ") + json::serialize(name) + ": ";
        line += value.is_double() ? fmt::format("{:.3f}", value.get_double()) : json::serialize(value);
    }
    return line + "}";
}

std::string text_of(const json::object& object, const char* name)
{
    return std::string(object.at(name).as_string());
}

Row row_of(const json::object& object)
{
    Row row;
    row.hook = text_of(object, "hook");
    row.packets = text_of(object, "case");
    row.program = text_of(object, "program");
    row.ns = {object.at("median").to_number<double>(), object.at("min").to_number<double>(),
              object.at("max").to_number<double>()};
    row.runs = object.at("runs").to_number<unsigned>();
    row.packets_a_run = object.at("packets").to_number<unsigned>();
    row.drained = object.at("drained").as_bool();
    if (const auto* ratio = object.if_contains("ratio")) row.ratio = ratio->to_number<double>();
    row.kernel = text_of(object, "kernel");
    row.cpu = text_of(object, "cpu");
    return row;
}

}  // namespace

std::string to_json(const std::vector<Row>& rows)
{
    std::string text = "[";
    for (const Row& row : rows)
        text += (text.size() == 1 ? "\n " : ",\n ") + line_of(object_of(row));
    return text + "\n]\n";
}

std::vector<Row> from_json(std::string_view text)
{
    std::vector<Row> rows;
    try {
        const auto parsed = json::parse(json::string_view(text.data(), text.size()));
        for (const auto& value : parsed.as_array())
            if (value.as_object().contains("hook")) rows.push_back(row_of(value.as_object()));
    } catch (const std::exception& reason) {
        throw Error(std::string("is no result of this bench: ") + reason.what());
    }
    if (rows.empty()) throw Error("has no result of a hook; save one with --json FILE");
    return rows;
}

}  // namespace hookline::bench
