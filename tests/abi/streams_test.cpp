// SPDX-License-Identifier: MIT
// Every field of a stream's schema and columns, broken in turn.
#define BOOST_TEST_MODULE abi_streams
#include <hookline/flow_schema.h>

#include "abi/broken_fields.hpp"

namespace {

using tests::check_each;
using P = tests::SoundPlugin;

BOOST_AUTO_TEST_CASE(the_table)
{
    check_each(P::capture, {
                               {"descriptor.stream_count is 0", [](P& p) { p.descriptor.stream_count = 0; }},
                               {"descriptor.stream_count is 4294967295", [](P& p) { p.descriptor.stream_count = ~0U; }},
                               {"descriptor.streams is missing", [](P& p) { p.descriptor.streams = nullptr; }},
                               {"descriptor.streams[1] is missing", [](P& p) { p.streams[1] = nullptr; }},
                               {"descriptor.streams[1]: there is another stream \"things\"",
                                [](P& p) { p.second_schema.name = "things"; }},
                           });
}

BOOST_AUTO_TEST_CASE(schemas)
{
    check_each(P::capture,
               {
                   {"streams[0]: schema: size: 0", [](P& p) { p.schema.size = 0; }},
                   {"streams[1]: schema", [](P& p) { p.second_schema.size = 8; }},
                   {"schema \"things\": kind: 4", [](P& p) { p.schema.kind = 4; }},
                   {"columns: a packet stream needs a bytes column", [](P& p) { p.schema.kind = HOOKLINE_PACKET; }},
                   {"streams[0]: schema: name", [](P& p) { p.schema.name = nullptr; }},
                   {"streams[0]: schema: name", [](P& p) { p.schema.name = "My Things"; }},
                   {"schema \"things\": help", [](P& p) { p.schema.help = nullptr; }},
                   {"row_size: 0", [](P& p) { p.schema.row_size = 0; }},
                   {"column \"what\": offset: 32 is outside", [](P& p) { p.schema.row_size = 32; }},
                   {"presence_offset: 4", [](P& p) { p.schema.presence_offset = 4; }},
                   {"presence_offset: 40", [](P& p) { p.schema.presence_offset = 40; }},
                   {"column_size: 8", [](P& p) { p.schema.column_size = 8; }},
                   {"column_count: 0", [](P& p) { p.schema.column_count = 0; }},
                   {"column_count: 4294967295", [](P& p) { p.schema.column_count = ~0U; }},
                   {"columns: is missing", [](P& p) { p.schema.columns = nullptr; }},
               });
}

BOOST_AUTO_TEST_CASE(columns)
{
    check_each(
        P::capture,
        {
            {"column \"what\": id: 0 is there twice", [](P& p) { p.column(2).id = 0; }},
            {"column \"what\": type: 0", [](P& p) { p.column(2).type = 0; }},
            {"column \"what\": type: 17", [](P& p) { p.column(2).type = 17; }},
            {"column \"what\": unit: 7", [](P& p) { p.column(2).unit = 7; }},
            {"column \"what\": role: 0", [](P& p) { p.column(2).role = 0; }},
            {"column \"what\": role: 6", [](P& p) { p.column(2).role = 6; }},
            {"column \"what\": merge: 6", [](P& p) { p.column(2).merge = 6; }},
            {"column \"packets\": merge", [](P& p) { p.column(0).merge = HOOKLINE_MERGE_LAST; }},
            {"column \"what\": flags", [](P& p) { p.column(2).flags = 8; }},
            {"column \"where\": flags", [](P& p) { p.column(1).flags = HOOKLINE_COLUMN_BITMASK; }},
            {"column \"packets\": offset: 4 is not aligned", [](P& p) { p.column(0).offset = 4; }},
            {"column \"packets\": offset: 4294967288", [](P& p) { p.column(0).offset = 4294967288U; }},
            {"overlaps", [](P& p) { p.column(0).offset = 16; }},
            {"overlaps", [](P& p) { p.column(0).offset = 0; }},
            {"column \"what\": width: 8", [](P& p) { p.column(2).width = 8; }},
            {"column \"what\": presence_bit: 64", [](P& p) { p.column(2).presence_bit = 64; }},
            {"column \"packets\": presence_bit", [](P& p) { p.schema.presence_offset = HOOKLINE_NO_PRESENCE; }},
            {"column \"what\": names", [](P& p) { p.column(2).names = nullptr; }},
            {"column \"where\": names", [](P& p) { p.column(1).names = p.names.data(), p.column(1).name_count = 2; }},
            {"column \"what\": names: not ascending", [](P& p) { p.names[1].value = 0; }},
            {"column \"what\": names", [](P& p) { p.names[1].name = nullptr; }},
            {"column number 2: name", [](P& p) { p.column(2).name = nullptr; }},
            {"column number 2: name", [](P& p) { p.column(2).name = "What?"; }},
            {"column \"where\": name: is there twice", [](P& p) { p.column(2).name = "where"; }},
            {"column \"what\": help", [](P& p) { p.column(2).help = nullptr; }},
        });
}

BOOST_AUTO_TEST_CASE(the_flow_schema_passes)
{
    auto plugin = P::capture();
    plugin.streams = {&hookline_flow_schema, &plugin.schema};
    plugin.descriptor.streams = plugin.streams.data();
    BOOST_TEST(plugin.refusal() == "");
}

}  // namespace
