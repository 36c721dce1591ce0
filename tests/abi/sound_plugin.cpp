// SPDX-License-Identifier: MIT
#include "abi/sound_plugin.hpp"

namespace tests {
namespace {

namespace option = hookline::option;

constexpr const char* kChoices[] = {"fast", "slow", nullptr};

std::vector<hookline_option> sound_options()
{
    hookline_option number{"ratio", "a number", HOOKLINE_OPTION_NUMBER, 0, "0.5", nullptr, 0, 0};
    hookline_option limited = option::duration("pause", "a duration with limits", "\"1m30s\"");
    limited.min = 1'000'000'000;
    limited.max = 3'600'000'000'000;
    return {option::boolean("loud", "a boolean", "true"),
            option::integer("size", "an integer", "16", 1, 1024),
            number,
            option::string("label", "a string", "\"none\""),
            option::choice("mode", "one of two", "\"slow\"", kChoices),
            limited,
            option::strings("lists", "strings", R"(["a", "b"])"),
            option::required(option::string("path", "there must be one", nullptr))};
}

std::vector<hookline_column> sound_columns(const std::vector<hookline_name>& names)
{
    return {{0, HOOKLINE_U64, HOOKLINE_UNIT_PACKETS, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM, 0, 8, 8, 0, 0, nullptr,
             "packets", "how many"},
            {1, HOOKLINE_TEXT, HOOKLINE_UNIT_NONE, HOOKLINE_KEY, HOOKLINE_MERGE_LAST, 0, 16, 16,
             HOOKLINE_ALWAYS_PRESENT, 0, nullptr, "where", "which one"},
            {2, HOOKLINE_U32, HOOKLINE_UNIT_NONE, HOOKLINE_KEY, HOOKLINE_MERGE_LAST, 0, 32, 4, 1,
             static_cast<std::uint32_t>(names.size()), names.data(), "what", "which kind"}};
}

hookline_status fine(void*)
{
    return HOOKLINE_OK;
}
void nothing(void*) {}
hookline_status create(const hookline_host*, const hookline_options*, void**)
{
    return HOOKLINE_OK;
}
hookline_status drain(void*, std::size_t)
{
    return HOOKLINE_OK;
}
hookline_status write(void*, const hookline_batch*, std::uint64_t, std::size_t*)
{
    return HOOKLINE_OK;
}

}  // namespace

SoundPlugin::SoundPlugin(hookline_kind kind) : options(sound_options()), columns(sound_columns(names))
{
    schema = {sizeof schema,
              HOOKLINE_TABLE,
              "things",
              "what there is",
              1,
              40,
              0,
              sizeof(hookline_column),
              static_cast<std::uint32_t>(columns.size()),
              0,
              columns.data()};
    second_schema = schema;
    second_schema.name = "other_things";
    streams = {&schema, &second_schema};
    capture_ops = {sizeof capture_ops, 0, &create, &fine, &drain, &nothing, &nothing, nullptr};
    sink_ops = {sizeof sink_ops, HOOKLINE_SINK_ACKS, &create, &fine, &write, &fine, &fine, &nothing};
    const bool is_capture = kind == HOOKLINE_CAPTURE;
    descriptor = {HOOKLINE_MAGIC,
                  sizeof descriptor,
                  HOOKLINE_ABI_MAJOR,
                  HOOKLINE_ABI_MINOR,
                  static_cast<std::uint32_t>(kind),
                  sizeof(hookline_option),
                  "acme",
                  "1.0",
                  "MIT",
                  "does things",
                  options.data(),
                  static_cast<std::uint32_t>(options.size()),
                  is_capture ? static_cast<std::uint32_t>(streams.size()) : 0,
                  is_capture ? streams.data() : nullptr,
                  is_capture ? &capture_ops : nullptr,
                  is_capture ? nullptr : &sink_ops};
}

}  // namespace tests
