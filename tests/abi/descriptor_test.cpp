// SPDX-License-Identifier: MIT
// Every field of the descriptor and of the function tables, broken in turn.
#define BOOST_TEST_MODULE abi_descriptor
#include "abi/broken_fields.hpp"

namespace {

using tests::check_each;
using P = tests::SoundPlugin;

const std::string kLong(5000, 'x');

BOOST_AUTO_TEST_CASE(a_sound_plugin_passes)
{
    BOOST_TEST(P::capture().refusal() == "");
    BOOST_TEST(P::sink().refusal() == "");
}

BOOST_AUTO_TEST_CASE(magic_and_versions)
{
    check_each(P::capture,
               {
                   {"is no plugin descriptor", [](P& p) { p.descriptor.magic = 0; }},
                   {"is no plugin descriptor", [](P& p) { p.descriptor.magic = __builtin_bswap64(HOOKLINE_MAGIC); }},
                   {"is built for SDK 2.1, this host has 1.1", [](P& p) { p.descriptor.abi_major = 2; }},
                   {"is built for SDK 0.9, this host has 1.1",
                    [](P& p) {
                        p.descriptor.abi_major = 0;
                        p.descriptor.abi_minor = 9;
                    }},
                   {"needs SDK 1.3, this host has 1.1; rebuild the plugin or upgrade hookline",
                    [](P& p) { p.descriptor.abi_minor = 3; }},
               });
}

// What an older SDK made is not less than sound; what a newer one made may call what this host has not got.
BOOST_AUTO_TEST_CASE(minor_versions)
{
    for (const auto make : {P::capture, P::sink})
        for (std::uint16_t minor = 0; minor <= HOOKLINE_ABI_MINOR; ++minor) {
            auto plugin = make();
            plugin.descriptor.abi_minor = minor;
            BOOST_TEST(plugin.refusal() == "");
        }
    check_each(P::capture, {{"needs SDK 1.2, this host has 1.1; rebuild the plugin or upgrade hookline",
                             [](P& p) { p.descriptor.abi_minor = 2; }}});
}

BOOST_AUTO_TEST_CASE(versions_come_before_all_that_depends_on_them)
{
    auto plugin = P::capture();
    plugin.descriptor.abi_minor = 3;
    plugin.descriptor.size = 5000;
    plugin.descriptor.kind = 7;
    BOOST_TEST(plugin.refusal() ==
               "plugin ./acme.so: needs SDK 1.3, this host has 1.1; rebuild the plugin or upgrade hookline");
}

BOOST_AUTO_TEST_CASE(sizes)
{
    check_each(P::capture,
               {
                   {"descriptor.size is 0, SDK 1.0 has 96", [](P& p) { p.descriptor.size = 0; }},
                   {"descriptor.size is 88", [](P& p) { p.descriptor.size = 88; }},
                   {"descriptor.size is 4294967295, but the symbol has 96", [](P& p) { p.descriptor.size = ~0U; }},
               });
    auto plugin = P::capture();
    BOOST_TEST(plugin.refusal(0).find("is no plugin descriptor") != std::string::npos);
    BOOST_TEST(plugin.refusal(15).find("is no plugin descriptor") != std::string::npos);
    BOOST_TEST(plugin.refusal(16).find("descriptor.size is 96, but the symbol has 16") != std::string::npos);
    plugin.descriptor.size += 64;
    BOOST_TEST(plugin.refusal(sizeof(hookline_descriptor) + 64) == "");
}

BOOST_AUTO_TEST_CASE(identity)
{
    check_each(P::capture,
               {
                   {"descriptor.kind is 0", [](P& p) { p.descriptor.kind = 0; }},
                   {"descriptor.kind is 3", [](P& p) { p.descriptor.kind = 3; }},
                   {"descriptor.name is missing", [](P& p) { p.descriptor.name = nullptr; }},
                   {"descriptor.name is empty", [](P& p) { p.descriptor.name = ""; }},
                   {"descriptor.name \"Acme\" has other characters", [](P& p) { p.descriptor.name = "Acme"; }},
                   {"descriptor.name \"../acme\" has other", [](P& p) { p.descriptor.name = "../acme"; }},
                   {"descriptor.name has 4096 bytes or more", [](P& p) { p.descriptor.name = kLong.c_str(); }},
                   {"descriptor.name is \"acme2\", and a plugin is named like its file",
                    [](P& p) { p.descriptor.name = "acme2"; }},
                   {"descriptor.version is missing", [](P& p) { p.descriptor.version = nullptr; }},
                   {"descriptor.version is empty", [](P& p) { p.descriptor.version = ""; }},
                   {"descriptor.licence is missing", [](P& p) { p.descriptor.licence = nullptr; }},
                   {"descriptor.licence is empty", [](P& p) { p.descriptor.licence = ""; }},
                   {"descriptor.help is missing", [](P& p) { p.descriptor.help = nullptr; }},
                   {"descriptor.help is empty", [](P& p) { p.descriptor.help = ""; }},
                   {"descriptor.help is not one line", [](P& p) { p.descriptor.help = "two\nlines"; }},
               });
}

BOOST_AUTO_TEST_CASE(tables_of_the_wrong_kind)
{
    check_each(P::capture, {
                               {"descriptor.capture is missing", [](P& p) { p.descriptor.capture = nullptr; }},
                               {"descriptor.sink is set in a capture", [](P& p) { p.descriptor.sink = &p.sink_ops; }},
                           });
    check_each(P::sink,
               {
                   {"descriptor.sink is missing", [](P& p) { p.descriptor.sink = nullptr; }},
                   {"descriptor.capture is set in a sink", [](P& p) { p.descriptor.capture = &p.capture_ops; }},
                   {"stream_count is 2, but a sink has no streams", [](P& p) { p.descriptor.stream_count = 2; }},
               });
}

BOOST_AUTO_TEST_CASE(functions_of_a_capture)
{
    check_each(
        P::capture,
        {
            {"capture_ops.create is missing (required since SDK 1.0)", [](P& p) { p.capture_ops.create = nullptr; }},
            {"capture_ops.start is missing (required since SDK 1.0)", [](P& p) { p.capture_ops.start = nullptr; }},
            {"capture_ops.drain is missing (required since SDK 1.0)", [](P& p) { p.capture_ops.drain = nullptr; }},
            {"capture_ops.stop is missing (required since SDK 1.0)", [](P& p) { p.capture_ops.stop = nullptr; }},
            {"capture_ops.destroy is missing (required since SDK 1.0)", [](P& p) { p.capture_ops.destroy = nullptr; }},
            {"capture_ops.create is missing", [](P& p) { p.capture_ops.size = 0; }},
            {"capture_ops.drain is missing", [](P& p) { p.capture_ops.size = offsetof(hookline_capture_ops, drain); }},
            {"capture_ops.drain is missing",
             [](P& p) { p.capture_ops.size = offsetof(hookline_capture_ops, stop) - 1; }},
            {"capture_ops.size is 48, SDK 1.0 has 56",
             [](P& p) { p.capture_ops.size = offsetof(hookline_capture_ops, probe); }},
            {"capture_ops.reserved is not 0", [](P& p) { p.capture_ops.reserved = 1; }},
        });
}

BOOST_AUTO_TEST_CASE(functions_of_a_sink)
{
    check_each(
        P::sink,
        {
            {"sink_ops.create is missing (required since SDK 1.0)", [](P& p) { p.sink_ops.create = nullptr; }},
            {"sink_ops.open is missing (required since SDK 1.0)", [](P& p) { p.sink_ops.open = nullptr; }},
            {"sink_ops.write is missing (required since SDK 1.0)", [](P& p) { p.sink_ops.write = nullptr; }},
            {"sink_ops.flush is missing (required since SDK 1.0)", [](P& p) { p.sink_ops.flush = nullptr; }},
            {"sink_ops.close is missing (required since SDK 1.0)", [](P& p) { p.sink_ops.close = nullptr; }},
            {"sink_ops.destroy is missing (required since SDK 1.0)", [](P& p) { p.sink_ops.destroy = nullptr; }},
            {"sink_ops.create is missing", [](P& p) { p.sink_ops.size = 0; }},
            {"sink_ops.destroy is missing", [](P& p) { p.sink_ops.size = offsetof(hookline_sink_ops, destroy); }},
            {"sink_ops.flags has bits", [](P& p) { p.sink_ops.flags = 1U << 31; }},
        });
}

BOOST_AUTO_TEST_CASE(a_table_of_a_later_sdk_is_fine)
{
    auto capture = P::capture();
    capture.capture_ops.size += 64;
    BOOST_TEST(capture.refusal() == "");
    auto sink = P::sink();
    sink.sink_ops.size += 64;
    BOOST_TEST(sink.refusal() == "");
}

}  // namespace
