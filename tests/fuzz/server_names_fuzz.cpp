// SPDX-License-Identifier: MIT
// The search for server names, as captures use it. Input: a byte for what it is, then packets, each behind two numbers of
// 16 bits: its TCP sequence number and its size, of which the last one may have less.
#include "exact_copy.hpp"

#include "quic_packets.hpp"
#include "server_names/host_name.hpp"
#include "server_names/name_search.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

using namespace hookline::server_names;

namespace {

constexpr std::array kLabels = {HL_LABEL_TLS, HL_LABEL_DTLS, HL_LABEL_QUIC, HL_LABEL_HTTP, HL_LABEL_HTTP2};
constexpr std::size_t kQuicFrames = kLabels.size();  // what is in QUIC packets: sealed here, as no fuzzer could
constexpr std::size_t kQuicHello = kQuicFrames + 1;  // and a handshake message in CRYPTO frames of the packets' sizes

void require(bool holds, const char* rule)
{
    if (holds) return;
    std::fprintf(stderr, "rule broken: %s\n", rule);
    std::abort();
}

void check_answer(const Answer& answer)
{
    require(answer.name.empty() == (answer.kind != Answer::Kind::found), "found is a name");
    if (answer.kind != Answer::Kind::found) return;
    const auto again = host_name(answer.name);
    const auto address = host_of_authority("[" + answer.name + "]");
    require((again && *again == answer.name) || (address && *address == answer.name), "a name may be shown");
}

class Packets {
public:
    Packets(std::size_t kind, bool has_sequence)
        : kind_(kind), has_sequence_(has_sequence), search_(kind < kLabels.size() ? kLabels[kind] : HL_LABEL_QUIC)
    {
    }

    // False when there is nothing more to search.
    bool add(std::uint32_t sequence, Bytes bytes)
    {
        const hookline::fuzz::ExactCopy copy(bytes.data(), bytes.size());
        const Bytes exact(copy.begin(), copy.end());
        const auto answer = search(sequence, exact);
        check_answer(answer);
        return answer.kind == Answer::Kind::more;
    }

private:
    Answer search(std::uint32_t sequence, Bytes bytes)
    {
        if (kind_ == kQuicFrames) return search_.add(test::sealed({.number = number_++}, {bytes.begin(), bytes.end()}));
        if (kind_ == kQuicHello) {
            const auto frame = test::crypto_frame(has_sequence_ ? sequence : offset_, bytes);
            offset_ += bytes.size();
            return search_.add(test::sealed({.number = number_++}, frame));
        }
        return has_sequence_ ? search_.add(bytes, sequence) : search_.add(bytes);
    }

    std::size_t kind_;
    bool has_sequence_;
    NameSearch search_;
    std::uint32_t number_ = 0;
    std::size_t offset_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::uint8_t kHasSequence = 0x80;
    if (size < 1) return -1;
    Packets packets((data[0] & ~kHasSequence) % (kQuicHello + 1), (data[0] & kHasSequence) != 0);
    ByteReader rest(Bytes(data + 1, size - 1));
    while (rest.left() != 0) {
        const auto sequence = rest.u16();
        const auto packet_size = rest.u16();
        if (!packets.add(sequence, rest.take_at_most(packet_size))) break;
    }
    return 0;
}
