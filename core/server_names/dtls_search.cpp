// SPDX-License-Identifier: MIT
#include "dtls_search.hpp"

#include "client_hello.hpp"

namespace hookline::server_names {
namespace {

constexpr std::uint8_t kHandshake = 22;
constexpr std::uint8_t kClientHello = 1;
constexpr std::uint8_t kMajorVersion = 0xfe;  // of 1.0, 1.2 and 1.3 alike
constexpr std::size_t kSequenceSize = 6;

}  // namespace

Answer DtlsSearch::add(Bytes datagram)
{
    ByteReader records(datagram);
    auto answer = Answer::never();
    while (records.left() != 0) {
        const auto type = records.u8();
        const auto version = records.u16();
        const auto epoch = records.u16();
        records.take(kSequenceSize);
        const auto record = records.take(records.u16());
        // Epoch 0 is not encrypted, and all of a ClientHello is in it.
        if (!records.ok() || type != kHandshake || version >> 8 != kMajorVersion || epoch != 0) break;
        answer = add_messages(record);
        if (answer.kind == Answer::Kind::found) break;
    }
    return answer;
}

// RFC 9147 5.2: a record has one or more fragments of handshake messages.
Answer DtlsSearch::add_messages(Bytes record)
{
    ByteReader messages(record);
    auto answer = Answer::never();
    while (messages.left() != 0) {
        const auto type = messages.u8();
        const auto whole_size = messages.u24();
        const auto sequence = messages.u16();
        const auto offset = messages.u24();
        const auto fragment = messages.take(messages.u24());
        if (!messages.ok() || type != kClientHello || offset + fragment.size() > whole_size) return Answer::never();
        answer = add_fragment(sequence, whole_size, offset, fragment);
        if (answer.kind == Answer::Kind::found) break;
    }
    return answer;
}

Answer DtlsSearch::add_fragment(std::uint16_t sequence, std::uint32_t whole_size, std::uint32_t offset, Bytes fragment)
{
    if (sequence != sequence_ || whole_size != whole_size_) hello_ = {};
    sequence_ = sequence;
    whole_size_ = whole_size;
    hello_.add(offset, fragment);
    return client_hello_name(hello_.start(), whole_size, Transport::datagram);
}

}  // namespace hookline::server_names
