// SPDX-License-Identifier: MIT
// Files that are no plugins, or plugins of another world.
#define BOOST_TEST_MODULE abi_files
#include <elf.h>
#include <link.h>
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "abi/plugin_copy.hpp"

namespace {

using hookline::loader::Plugin;
using tests::PluginCopy;
using tests::TempFolder;

std::string refusal_of(const std::filesystem::path& file)
{
    const auto plugin = Plugin::load(file);
    return plugin ? "" : plugin.error().text;
}

void write_file(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream(file) << text;
}

#define CHECK_REFUSED(TEXT, FILE, WORDS)                                                                         \
    BOOST_TEST((TEXT).starts_with("plugin " + std::filesystem::path(FILE).string() + ": "), "says: " << (TEXT)); \
    BOOST_TEST((TEXT).find(WORDS) != std::string::npos, "says: " << (TEXT))

BOOST_AUTO_TEST_CASE(things_that_are_no_regular_file)
{
    const TempFolder folder;
    const auto fifo = folder / "fifo.so";
    BOOST_REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    CHECK_REFUSED(refusal_of(fifo), fifo, "is a FIFO, not a shared library");
    CHECK_REFUSED(refusal_of(folder.path()), folder.path(), "is a directory, not a shared library");
    CHECK_REFUSED(refusal_of("/dev/zero"), "/dev/zero", "is a device, not a shared library");
    CHECK_REFUSED(refusal_of(folder / "none.so"), folder / "none.so", "No such file or directory");
    const auto link = folder / "link.so";
    std::filesystem::create_symlink("nowhere", link);
    CHECK_REFUSED(refusal_of(link), link, "No such file or directory");
}

BOOST_AUTO_TEST_CASE(files_that_are_no_libraries)
{
    const TempFolder folder;
    const auto file = folder / "text.so";
    write_file(file, "");
    CHECK_REFUSED(refusal_of(file), file, "is empty");
    write_file(file, "#!/bin/sh\necho I am no library\n");
    CHECK_REFUSED(refusal_of(file), file, "is not an ELF file");
    write_file(file, std::string(100'000, '\x7f'));
    CHECK_REFUSED(refusal_of(file), file, "is not an ELF file");
}

BOOST_AUTO_TEST_CASE(a_library_that_is_no_plugin)
{
    // Whatever the C library is called here, it is loaded already.
    Dl_info info{};
    BOOST_REQUIRE(::dladdr(reinterpret_cast<void*>(&::mkfifo), &info) != 0);
    CHECK_REFUSED(refusal_of(info.dli_fname), info.dli_fname,
                  "is no hookline plugin: it has no symbol hookline_plugin");
}

BOOST_AUTO_TEST_CASE(headers_of_another_world)
{
    const PluginCopy plugin("csink");
    const auto with = [&](std::size_t offset, auto value) {
        const auto before = plugin.read<decltype(value)>(offset);
        plugin.patch(offset, value);
        auto text = plugin.refusal();
        plugin.patch(offset, before);
        BOOST_TEST(plugin.refusal() == "");
        return text;
    };
    const auto header = plugin.read<ElfW(Ehdr)>(0);
    const std::uint16_t other = header.e_machine == EM_AARCH64 ? EM_X86_64 : EM_AARCH64;
    const auto other_class = static_cast<unsigned char>(header.e_ident[EI_CLASS] ^ 3);
    const auto& file = plugin.file();
    CHECK_REFUSED(with(offsetof(ElfW(Ehdr), e_machine), other), file, "is built for 64-bit ");
    CHECK_REFUSED(with(offsetof(ElfW(Ehdr), e_machine), std::uint16_t{9999}), file, "machine 9999, this host is ");
    CHECK_REFUSED(with(EI_CLASS, other_class), file, "is built for 32-bit ");
    CHECK_REFUSED(with(offsetof(ElfW(Ehdr), e_type), std::uint16_t{ET_EXEC}), file, "is not a shared library");
    CHECK_REFUSED(with(offsetof(ElfW(Ehdr), e_type), std::uint16_t{ET_REL}), file, "is not a shared library");
    CHECK_REFUSED(with(offsetof(ElfW(Ehdr), e_phnum), std::uint16_t{0}), file, "has no program headers");
    CHECK_REFUSED(with(offsetof(ElfW(Ehdr), e_phnum), std::uint16_t{0xffff}), file, "is ");
    CHECK_REFUSED(with(offsetof(ElfW(Ehdr), e_phoff), ~ElfW(Off){0}), file, "is truncated: the program header table");
    CHECK_REFUSED(with(offsetof(ElfW(Ehdr), e_shoff), ~ElfW(Off){0} - 7), file, "is truncated: the section header");
    CHECK_REFUSED(with(offsetof(ElfW(Ehdr), e_shnum), std::uint16_t{0xff00}), file, "is truncated: the section header");
    CHECK_REFUSED(with(header.e_phoff + offsetof(ElfW(Phdr), p_filesz), ~std::uint64_t{0}), file,
                  "is truncated: segment 0");
    CHECK_REFUSED(with(header.e_phoff + offsetof(ElfW(Phdr), p_offset), ~std::uint64_t{0}), file,
                  "is truncated: segment 0");
}

BOOST_AUTO_TEST_CASE(plugins_of_another_sdk)
{
    const PluginCopy plugin("csink");
    // The descriptor lies in the file as it is, but for its pointers: find it by its magic and size.
    const auto is_descriptor = [&](std::size_t offset) {
        return plugin.read<std::uint64_t>(offset) == HOOKLINE_MAGIC &&
               plugin.read<std::uint32_t>(offset + offsetof(hookline_descriptor, size)) == sizeof(hookline_descriptor);
    };
    std::size_t at = 0;
    while (at < plugin.size() && !is_descriptor(at))
        at += 8;
    BOOST_REQUIRE(is_descriptor(at));

    plugin.patch(at + offsetof(hookline_descriptor, abi_minor), std::uint16_t{3});
    CHECK_REFUSED(plugin.refusal(), plugin.file(), "needs SDK 1.3, this host has 1.1");
    plugin.patch(at + offsetof(hookline_descriptor, abi_major), std::uint16_t{2});
    CHECK_REFUSED(plugin.refusal(), plugin.file(), "is built for SDK 2.3, this host has 1.1");
    plugin.patch(at, std::uint64_t{0});
    CHECK_REFUSED(plugin.refusal(), plugin.file(), "is no plugin descriptor");
}

}  // namespace
