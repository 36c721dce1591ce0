// SPDX-License-Identifier: MIT
// Writes what server_names_fuzz starts from: what libssl's clients send, requests, and payload of real captures.
// usage: server_names_seeds server_names FOLDER CAPTURES
#include "client_hellos.hpp"
#include "corpus_files.hpp"

#include <pcap/pcap.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>

extern "C" {
#include "packet_parser.h"
}

using namespace hookline;
using server_names::test::Data;

namespace {

// Positions in the fuzzer's list of what there is.
enum Kind : std::uint8_t { kTls, kDtls, kQuic, kHttp, kHttp2, kQuicFrames, kQuicHello };
constexpr std::size_t kMostPayload = 1500;

class Seeds {
public:
    explicit Seeds(std::filesystem::path folder) : folder_(std::move(folder)) {}

    void add(Kind kind, const std::vector<Data>& packets)
    {
        std::ofstream file(folder_ / std::to_string(count_++), std::ios::binary);
        file.put(static_cast<char>(kind));
        for (const auto& packet : packets) {
            const Data header = {0, 0, static_cast<std::uint8_t>(packet.size() >> 8),
                                 static_cast<std::uint8_t>(packet.size())};
            for (const auto* part : {&header, &packet})
                file.write(reinterpret_cast<const char*>(part->data()), static_cast<std::streamsize>(part->size()));
        }
        if (!file.flush()) throw std::runtime_error((folder_ / "*").string() + ": a seed cannot be written");
    }
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    std::filesystem::path folder_;
    std::size_t count_ = 0;
};

Data text(std::string_view characters)
{
    return {characters.begin(), characters.end()};
}

void add_handshakes(Seeds& seeds)
{
    for (const std::size_t more : {0, 500, 1500}) {
        const auto stream = server_names::test::tls_stream({.more = more, .record_size = 512});
        const auto half = stream.begin() + static_cast<long>(stream.size() / 2);
        seeds.add(kTls, {stream});
        seeds.add(kTls, {{stream.begin(), half}, {half, stream.end()}});
        seeds.add(kDtls, server_names::test::dtls_datagrams({.more = more, .mtu = 256}));
        const auto message = server_names::test::hello_message({.more = more});
        seeds.add(kQuicHello, {message});
        Data frame = {0x01, 0x06, 0x00, static_cast<std::uint8_t>(0x40 | message.size() >> 8),
                      static_cast<std::uint8_t>(message.size())};
        frame.insert(frame.end(), message.begin(), message.end());
        seeds.add(kQuicFrames, {frame});
    }
}

void add_requests(Seeds& seeds)
{
    seeds.add(kHttp, {text("GET /a HTTP/1.1\r\nAccept: */*\r\nHost: www.example.org:80\r\n\r\n")});
    seeds.add(kHttp, {text("GET http://[2001:db8::1]:80/a HTTP/1.1\r\nHost: a\r\n\r\n")});
    seeds.add(kHttp, {text("CONNECT user@www.example.org:443 HTTP/1.1\r\n\r\n")});
    // Preface, SETTINGS, HEADERS with indexed fields and a literal :authority (RFC 7541 C.4.1)
    auto request = text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    for (const int byte :
         {0,    0,    0,    4,    0,    0,    0,    0,    0,    0,    0,    17,   1,    4,    0,    0,    0,   1,
          0x82, 0x86, 0x84, 0x41, 0x8c, 0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0, 0xab, 0x90, 0xf4, 0xff})
        request.push_back(static_cast<std::uint8_t>(byte));
    seeds.add(kHttp2, {request});
}

// Each payload as each kind: what is of another one is worth a seed, too.
void add_captured(Seeds& seeds, const std::vector<test::CorpusFile>& files)
{
    for (const auto& file : files)
        for (const auto& frame : file.frames) {
            hl_packet packet{};
            if (file.link_type != DLT_EN10MB) continue;
            hl_parse_ethernet(frame.data(), frame.data() + frame.size(), 0, &packet);
            if (packet.header_size >= frame.size() || frame.size() > kMostPayload) continue;
            const bool is_udp = packet.key.proto == 17;
            for (const auto kind : is_udp ? std::vector{kQuic, kDtls} : std::vector{kTls, kHttp, kHttp2})
                seeds.add(kind, {Data(frame.begin() + packet.header_size, frame.end())});
        }
}

}  // namespace

int main(int argc, char** argv)
try {
    if (argc != 4) throw std::runtime_error("usage: server_names_seeds server_names FOLDER CAPTURES");
    const auto files = test::corpus_files(argv[3]);
    Seeds seeds(argv[2]);
    add_handshakes(seeds);
    add_requests(seeds);
    add_captured(seeds, files);
    std::printf("%zu seeds, with those of %zu captured frames from %s\n", seeds.count(), test::frames_in(files),
                argv[3]);
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "server_names_seeds: %s\n", error.what());
    return 1;
}
