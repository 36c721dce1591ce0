// SPDX-License-Identifier: MIT
// Writes what a fuzzer starts from: the packet table and the frames of real captures, in the form that its input has.
// usage: fuzz_seeds parser|link_type FOLDER CAPTURES
#include "corpus_files.hpp"
#include "link_types.hpp"
#include "packet_table.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>

using namespace hookline;
using test::Bytes;

namespace {

constexpr std::size_t kMostBytes = 512;

class SeedFolder {
public:
    explicit SeedFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    void add(const Bytes& control, const Bytes& frame)
    {
        std::ofstream file(folder_ / std::to_string(count_++), std::ios::binary);
        const auto put = [&file](const Bytes& bytes, std::size_t size) {
            file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(size));
        };
        put(control, control.size());
        put(frame, std::min(frame.size(), kMostBytes));
        if (!file.flush()) throw std::runtime_error((folder_ / "*").string() + ": a seed cannot be written");
    }
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    std::filesystem::path folder_;
    std::size_t count_ = 0;
};

// parser_fuzz: link kind, EtherType of a device without Ethernet.
void add_parser_seeds(SeedFolder& seeds, const std::vector<test::CorpusFile>& files)
{
    for (const auto& packet : test::packet_table()) {
        const auto upper = static_cast<std::uint8_t>(packet.ethertype >> 8);
        const auto lower = static_cast<std::uint8_t>(packet.ethertype);
        const std::uint8_t kind = packet.ethertype != 0 ? HL_LINK_NONE : HL_LINK_ETHERNET;
        seeds.add({kind, upper, lower}, packet.bytes);
    }
    for (const auto& file : files)
        for (const auto& frame : file.frames)
            if (file.link_type == DLT_EN10MB) seeds.add({HL_LINK_ETHERNET, 0, 0}, frame);
}

// link_type_fuzz: position in kLinkTypes. Every packet of the table also without its Ethernet header, behind others.
void add_link_type_seeds(SeedFolder& seeds, const std::vector<test::CorpusFile>& files)
{
    const auto add = [&seeds](int link_type, const Bytes& header, const Bytes& packet, std::size_t skip) {
        const auto found = std::find(fuzz::kLinkTypes.begin(), fuzz::kLinkTypes.end(), link_type);
        if (found == fuzz::kLinkTypes.end() || packet.size() < skip) return;
        Bytes frame = header;
        frame.insert(frame.end(), packet.begin() + static_cast<long>(skip), packet.end());
        seeds.add({static_cast<std::uint8_t>(found - fuzz::kLinkTypes.begin())}, frame);
    };
    for (const auto& packet : test::packet_table()) {
        const std::size_t skip = packet.ethertype != 0 ? 0 : 14;
        add(DLT_RAW, {}, packet.bytes, skip);
        add(DLT_LINUX_SLL, {0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0x08, 0x00}, packet.bytes, skip);
        add(DLT_LINUX_SLL2, {0x86, 0xdd, 0, 0, 0, 0, 0, 2, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0}, packet.bytes, skip);
        add(DLT_PPP, {0xff, 0x03, 0x00, 0x21}, packet.bytes, skip);
        add(DLT_PPP_PPPD, {0x01, 0x03, 0x57}, packet.bytes, skip);
        add(DLT_C_HDLC, {0x0f, 0x00, 0x08, 0x00}, packet.bytes, skip);
        add(DLT_NULL, {2, 0, 0, 0}, packet.bytes, skip);
    }
    for (const auto& file : files)
        for (const auto& frame : file.frames)
            add(file.link_type, {}, frame, 0);
}

}  // namespace

int main(int argc, char** argv)
try {
    if (argc != 4) throw std::runtime_error("usage: fuzz_seeds parser|link_type FOLDER CAPTURES");
    const std::string fuzzer = argv[1];
    const auto files = test::corpus_files(argv[3]);
    SeedFolder seeds(argv[2]);
    if (fuzzer == "parser")
        add_parser_seeds(seeds, files);
    else if (fuzzer == "link_type")
        add_link_type_seeds(seeds, files);
    std::printf("%zu seeds, with those of %zu captured frames from %s\n", seeds.count(), test::frames_in(files),
                argv[3]);
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "fuzz_seeds: %s\n", error.what());
    return 1;
}
