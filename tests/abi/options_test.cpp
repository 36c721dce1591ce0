// SPDX-License-Identifier: MIT
// Every field of a declared option, broken in turn.
#define BOOST_TEST_MODULE abi_options
#include "abi/broken_fields.hpp"

namespace {

using tests::BrokenField;
using tests::check_each;
using P = tests::SoundPlugin;

enum Index { kBoolean, kInteger, kNumber, kString, kChoice, kDuration, kStrings, kRequired };

const char* const kNone[] = {nullptr};
const char* const kTwice[] = {"slow", "slow", nullptr};
const char* const kEmpty[] = {"slow", "", nullptr};

BrokenField bad_default(Index option, const char* value, const char* words)
{
    return {words, [=](P& p) { p.options[option].default_value = value; }};
}

BOOST_AUTO_TEST_CASE(the_table)
{
    check_each(P::sink, {
                            {"descriptor.options is missing", [](P& p) { p.descriptor.options = nullptr; }},
                            {"descriptor.option_count is 4294967295", [](P& p) { p.descriptor.option_count = ~0U; }},
                            {"descriptor.option_size is 0, SDK 1.0 has 56", [](P& p) { p.descriptor.option_size = 0; }},
                            {"descriptor.option_size is 48", [](P& p) { p.descriptor.option_size = 48; }},
                            {"descriptor.option_size is 57", [](P& p) { p.descriptor.option_size = 57; }},
                            {"descriptor.option_size is 65536", [](P& p) { p.descriptor.option_size = 65536; }},
                        });
    auto none = P::sink();
    none.descriptor.option_count = 0;
    none.descriptor.options = nullptr;
    BOOST_TEST(none.refusal() == "");
}

BOOST_AUTO_TEST_CASE(names_types_and_flags)
{
    check_each(
        P::capture,
        {
            {"options[1].name is missing", [](P& p) { p.options[kInteger].name = nullptr; }},
            {"options[1].name is empty", [](P& p) { p.options[kInteger].name = ""; }},
            {"options[1].name \"Size\" is not in snake_case", [](P& p) { p.options[kInteger].name = "Size"; }},
            {"options[1].name \"max-size\" is not", [](P& p) { p.options[kInteger].name = "max-size"; }},
            {"options[1].name \"plugin\" belongs to the host", [](P& p) { p.options[kInteger].name = "plugin"; }},
            {"options[1].name \"queue_size\" belongs", [](P& p) { p.options[kInteger].name = "queue_size"; }},
            {"options[1].name: there is another option \"loud\"", [](P& p) { p.options[kInteger].name = "loud"; }},
            {"options[1].help is missing", [](P& p) { p.options[kInteger].help = nullptr; }},
            {"options[1].help is not one line", [](P& p) { p.options[kInteger].help = "a\nb"; }},
            {"options[1].type is 0", [](P& p) { p.options[kInteger].type = 0; }},
            {"options[1].type is 7", [](P& p) { p.options[kInteger].type = 7; }},
            {"options[1].flags has bits", [](P& p) { p.options[kInteger].flags = 2; }},
            {"options[7].default_value is set, but the option is required",
             [](P& p) { p.options[kRequired].default_value = "\"x\""; }},
        });
}

BOOST_AUTO_TEST_CASE(choices_and_limits)
{
    check_each(P::capture,
               {
                   {"options[4].choices has none", [](P& p) { p.options[kChoice].choices = kNone; }},
                   {"options[4].choices[1] is there twice", [](P& p) { p.options[kChoice].choices = kTwice; }},
                   {"options[4].choices[1] is empty", [](P& p) { p.options[kChoice].choices = kEmpty; }},
                   {"options[1].choices is set", [](P& p) { p.options[kInteger].choices = kTwice; }},
                   {"options[1].min is 2000, above max, 1024", [](P& p) { p.options[kInteger].min = 2000; }},
                   {"options[3].min and max are set", [](P& p) { p.options[kString].max = 5; }},
                   {"options[5].min is", [](P& p) { p.options[kDuration].max = 0; }},
               });
}

BOOST_AUTO_TEST_CASE(defaults_are_values_of_their_type)
{
    check_each(P::capture,
               {
                   bad_default(kBoolean, "1", "options[0].default_value is 1, neither true nor false"),
                   bad_default(kInteger, "true", "options[1].default_value is true, no integer"),
                   bad_default(kInteger, "1.0", "no integer"),
                   bad_default(kInteger, "2000", "options[1].default_value is 2000, outside of min and max"),
                   bad_default(kInteger, "99999999999999999999", "cannot stand in a configuration file"),
                   bad_default(kNumber, "\"x\"", "options[2].default_value is \"x\", no number"),
                   bad_default(kString, "none", "options[3].default_value is none, which cannot stand"),
                   bad_default(kString, "", "options[3].default_value is empty"),
                   bad_default(kString, "5", "no quoted string"),
                   bad_default(kChoice, "\"medium\"", "options[4].default_value is \"medium\", not among its choices"),
                   bad_default(kDuration, "90", "options[5].default_value is 90, no quoted duration"),
                   bad_default(kDuration, "\"90\"", "no duration"),
                   bad_default(kDuration, "\"1ms\"", "options[5].default_value is \"1ms\", outside of min and max"),
                   bad_default(kStrings, "[1]", "options[6].default_value is [1], neither"),
                   bad_default(kStrings, "[\"a\"", "cannot stand in a configuration file"),
                   bad_default(kString, "\"a\"\nplugin = \"b\"", "default_value is not one line"),
               });
}

BOOST_AUTO_TEST_CASE(other_sound_defaults_pass)
{
    auto plugin = P::capture();
    plugin.options[kNumber].default_value = "3";
    plugin.options[kStrings].default_value = "\"one\"";
    plugin.options[kDuration].default_value = nullptr;
    BOOST_TEST(plugin.refusal() == "");
}

}  // namespace
