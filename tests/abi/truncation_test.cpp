// SPDX-License-Identifier: MIT
// A plugin file that was cut short would kill the process inside of dlopen(). Refused at any length, by name.
#define BOOST_TEST_MODULE abi_truncation
#include <elf.h>
#include <link.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

#include "abi/plugin_copy.hpp"

namespace {

using tests::PluginCopy;

// 500 over the whole file, and the borders where one structure ends; longest first, as files are cut in place.
std::set<std::size_t, std::greater<>> lengths_of(std::size_t size)
{
    std::set<std::size_t, std::greater<>> lengths;
    for (std::size_t i = 0; i < 500; ++i)
        lengths.insert(size * i / 500);
    for (const std::size_t border : {1UL, 3UL, 4UL, 15UL, 16UL, sizeof(ElfW(Ehdr)) - 1, sizeof(ElfW(Ehdr)),
                                     sizeof(ElfW(Ehdr)) + sizeof(ElfW(Phdr)), 4095UL, 4096UL, 4097UL, size - 1})
        if (border < size) lengths.insert(border);
    return lengths;
}

BOOST_AUTO_TEST_CASE(a_plugin_is_refused_at_every_length)
{
    BOOST_TEST(PluginCopy("gen").refusal() == "");
    const PluginCopy plugin("gen");
    const auto lengths = lengths_of(plugin.size());
    BOOST_TEST(lengths.size() >= 500);
    for (const auto length : lengths) {
        plugin.cut(length);
        const auto text = plugin.refusal();
        BOOST_TEST_CONTEXT("length " << length << ": " << text)
        {
            BOOST_TEST(text.starts_with(plugin.prefix()));
            const bool says_why = text.find("is truncated") != std::string::npos ||
                                  text.find("is empty") != std::string::npos ||
                                  text.find("is not an ELF file") != std::string::npos;
            BOOST_TEST(says_why);
        }
    }
}

// Without section headers nothing after the last segment is missed: such a file loads, and that must be safe.
BOOST_AUTO_TEST_CASE(a_plugin_without_section_headers_is_refused_where_a_segment_is_cut)
{
    const PluginCopy plugin("gen");
    plugin.patch(offsetof(ElfW(Ehdr), e_shoff), ElfW(Off){0});
    plugin.patch(offsetof(ElfW(Ehdr), e_shnum), std::uint16_t{0});
    BOOST_TEST(plugin.refusal() == "");

    const auto header = plugin.read<ElfW(Ehdr)>(0);
    std::size_t end = 0;
    for (unsigned i = 0; i < header.e_phnum; ++i) {
        const auto segment = plugin.read<ElfW(Phdr)>(header.e_phoff + i * sizeof(ElfW(Phdr)));
        end = std::max<std::size_t>(end, segment.p_offset + segment.p_filesz);
    }
    BOOST_TEST(end < plugin.size());
    auto lengths = lengths_of(plugin.size());
    lengths.insert({end, end - 1});
    for (const auto length : lengths) {
        // A file of its own: one that was loaded may stay mapped (sanitizers see to that), and must not be cut then.
        const PluginCopy part(plugin.file());
        part.cut(length);
        const auto text = part.refusal();
        BOOST_TEST(text.empty() == (length >= end), "length " << length << ": " << text);
    }
}

}  // namespace
