// SPDX-License-Identifier: MIT
#include "quic_packets.hpp"

#include <openssl/evp.h>

#include <stdexcept>

#include "server_names/quic_keys.hpp"

namespace hookline::server_names::test {
namespace {

constexpr std::size_t kTagSize = 16;
constexpr std::size_t kLeastFrames = 1162;

void put(Data& data, std::uint64_t value, std::size_t size)
{
    for (std::size_t at = size; at-- > 0;)
        data.push_back(static_cast<std::uint8_t>(value >> 8 * at));
}

// RFC 9000 16, in two bytes or four.
void put_varint(Data& data, std::uint64_t value)
{
    if (value < 1U << 14)
        put(data, value | 0x4000, 2);
    else
        put(data, value | 0x80000000, 4);
}

Data long_header(const Initial& initial, unsigned type_v1, std::size_t payload_size)
{
    const auto type = initial.version == kQuicV2 ? (type_v1 + 1) % 4 : type_v1;  // RFC 9369 3.2
    Data header = {static_cast<std::uint8_t>(0xc0 | type << 4 | (initial.number_size - 1))};
    put(header, initial.version, 4);
    put(header, initial.connection_id.size(), 1);
    header = header + initial.connection_id + Data{3, 9, 9, 9};
    if (type_v1 == 0) {
        put_varint(header, initial.token.size());
        header = header + initial.token;
    }
    put_varint(header, initial.number_size + payload_size);
    return header;
}

Data encrypted(const InitialKeys& keys, std::uint64_t number, const Data& header, const Data& plain)
{
    auto nonce = keys.iv;
    for (std::size_t at = 0; at < 8; ++at)
        nonce[11 - at] ^= static_cast<std::uint8_t>(number >> 8 * at);
    Data out(plain.size() + kTagSize);
    auto* gcm = ::EVP_CIPHER_CTX_new();
    int size = 0;
    const bool works = ::EVP_EncryptInit_ex(gcm, ::EVP_aes_128_gcm(), nullptr, keys.key.data(), nonce.data()) == 1 &&
                       ::EVP_EncryptUpdate(gcm, nullptr, &size, header.data(), static_cast<int>(header.size())) == 1 &&
                       ::EVP_EncryptUpdate(gcm, out.data(), &size, plain.data(), static_cast<int>(plain.size())) == 1 &&
                       ::EVP_EncryptFinal_ex(gcm, out.data() + plain.size(), &size) == 1 &&
                       ::EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_AEAD_GET_TAG, kTagSize, out.data() + plain.size()) == 1;
    ::EVP_CIPHER_CTX_free(gcm);
    if (!works) throw std::runtime_error("AES-GCM");
    return out;
}

}  // namespace

Data operator+(Data first, const Data& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

Data sealed(const Initial& initial, Data frames)
{
    if (frames.size() < kLeastFrames) frames.resize(kLeastFrames);
    auto packet = long_header(initial, 0, frames.size() + kTagSize);
    const auto number_at = packet.size();
    put(packet, initial.number, initial.number_size);
    const auto& key_id = initial.key_id.empty() ? initial.connection_id : initial.key_id;
    const auto keys = client_initial_keys(*quic_version(initial.version), key_id);
    packet = packet + encrypted(keys, initial.number, packet, frames);
    const auto mask = header_mask(keys, std::span(packet).subspan(number_at + 4, 16));
    packet[0] ^= mask[0] & 0x0f;
    for (std::size_t at = 0; at < initial.number_size; ++at)
        packet[number_at + at] ^= mask[at + 1];
    return packet;
}

Data handshake_packet(const Initial& initial, std::size_t size)
{
    return long_header(initial, 2, size) + Data(initial.number_size + size, 0xa5);
}

Data crypto_frame(std::size_t offset, std::span<const std::uint8_t> data)
{
    Data frame = {0x06};
    put_varint(frame, offset);
    put_varint(frame, data.size());
    return frame + Data(data.begin(), data.end());
}

Data crypto_part(const Data& message, std::size_t begin, std::size_t end)
{
    return crypto_frame(begin, std::span(message).subspan(begin, end - begin));
}

Data ack_frame()
{
    return {0x03, 9, 40, 2, 0, 1, 0, 0, 2, 1, 1, 0};  // two more ranges, three ECN counts
}

}  // namespace hookline::server_names::test
