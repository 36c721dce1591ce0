// SPDX-License-Identifier: MIT
#include "loader/elf_check.hpp"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "loader/elf_file.hpp"
#include "loader/refusal.hpp"

// The linker's name for our own ELF header: what a library must have in common with us, on whatever machine this is.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" __attribute__((visibility("hidden"))) const ElfW(Ehdr) __ehdr_start;

namespace hookline::loader {
namespace {

using Header = ElfW(Ehdr);
using Segment = ElfW(Phdr);
using Section = ElfW(Shdr);

std::string machine_name(const Header& header)
{
    const std::string bits = header.e_ident[EI_CLASS] == ELFCLASS64 ? "64-bit " : "32-bit ";
    const std::string order = header.e_ident[EI_DATA] == ELFDATA2MSB ? "big-endian " : "";
    switch (header.e_machine) {
    case EM_X86_64: return bits + order + "x86-64";
    case EM_386: return bits + order + "x86";
    case EM_AARCH64: return bits + order + "aarch64";
    case EM_ARM: return bits + order + "arm";
    case EM_RISCV: return bits + order + "riscv";
    case EM_PPC64: return bits + order + "ppc64";
    case EM_S390: return bits + order + "s390";
    default: return bits + order + "machine " + std::to_string(header.e_machine);
    }
}

Problem truncated(const std::string& what, std::uint64_t end, const ElfFile& file)
{
    return "is truncated: " + what + " ends at byte " + std::to_string(end) + ", the file has " +
           std::to_string(file.size());
}

Problem check_header(const ElfFile& file, Header& header)
{
    if (file.size() == 0) return "is empty";
    const auto start = file.table<unsigned char>(0, SELFMAG);
    if (start.size() < SELFMAG || std::memcmp(start.data(), ELFMAG, SELFMAG) != 0) return "is not an ELF file";
    const auto headers = file.table<Header>(0, 1);
    if (headers.empty()) return truncated("the ELF header", sizeof(Header), file);
    header = headers.front();

    const auto& own = __ehdr_start;
    if (header.e_ident[EI_CLASS] != own.e_ident[EI_CLASS] || header.e_ident[EI_DATA] != own.e_ident[EI_DATA] ||
        header.e_machine != own.e_machine)
        return "is built for " + machine_name(header) + ", this host is " + machine_name(own);
    if (header.e_type != ET_DYN)
        return "is not a shared library (ELF type " + std::to_string(header.e_type) + ", need " +
               std::to_string(ET_DYN) + ")";
    return {};
}

Problem check_segments(const ElfFile& file, const Header& header)
{
    if (header.e_phnum == 0 || header.e_phentsize != sizeof(Segment)) return "has no program headers that fit";
    const auto segments = file.table<Segment>(header.e_phoff, header.e_phnum);
    if (segments.size() < header.e_phnum)
        return truncated("the program header table", header.e_phoff + header.e_phnum * sizeof(Segment), file);

    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto& segment = segments[i];
        const auto name = "segment " + std::to_string(i);
        if (!file.holds(segment.p_offset, segment.p_filesz))
            return truncated(name, segment.p_offset + segment.p_filesz, file);
        if (segment.p_type == PT_LOAD && segment.p_filesz > segment.p_memsz)
            return "is malformed: " + name + " is larger in the file than in memory";
    }
    // The dynamic loader follows this one by its address: it must be part of what gets mapped.
    const auto dynamic = std::ranges::find(segments, decltype(Segment::p_type){PT_DYNAMIC}, &Segment::p_type);
    if (dynamic == segments.end()) return "is not a shared library: it has no dynamic section";
    const auto maps_it = [&](const Segment& load) {
        return load.p_type == PT_LOAD && load.p_vaddr <= dynamic->p_vaddr &&
               dynamic->p_vaddr - load.p_vaddr <= load.p_filesz &&
               dynamic->p_filesz <= load.p_filesz - (dynamic->p_vaddr - load.p_vaddr);
    };
    if (std::ranges::none_of(segments, maps_it)) return "is malformed: no segment loads its dynamic section";
    return {};
}

// Not needed to load a library, and a stripped one may lack them. But their table is the last thing that a linker
// writes: a file that was cut anywhere lacks its end.
Problem check_sections(const ElfFile& file, const Header& header)
{
    if (header.e_shoff == 0) return {};
    if (header.e_shentsize != sizeof(Section)) return "is malformed: its section headers have an unknown size";
    const auto first = file.table<Section>(header.e_shoff, 1);
    // From 0xff00 sections on, the first header holds the count.
    const std::uint64_t told = header.e_shnum != 0 || first.empty() ? header.e_shnum : first.front().sh_size;
    const auto count = std::max<std::uint64_t>(told, 1);
    const auto sections = file.table<Section>(header.e_shoff, count);
    if (sections.size() < count)
        return truncated("the section header table", header.e_shoff + count * sizeof(Section), file);

    for (std::size_t i = 0; i < sections.size(); ++i) {
        const auto& section = sections[i];
        if (section.sh_type != SHT_NULL && section.sh_type != SHT_NOBITS &&
            !file.holds(section.sh_offset, section.sh_size))
            return truncated("section " + std::to_string(i), section.sh_offset + section.sh_size, file);
    }
    return {};
}

}  // namespace

Result<void> check_elf(const std::filesystem::path& path)
{
    auto file = ElfFile::open(path);
    if (!file) return file.error();
    Header header{};
    auto problem = check_header(*file, header);
    if (!problem) problem = check_segments(*file, header);
    if (!problem) problem = check_sections(*file, header);
    if (problem) return refusal(path, *problem);
    return {};
}

}  // namespace hookline::loader
