// SPDX-License-Identifier: MIT
#include "client_hellos.hpp"

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <charconv>
#include <memory>
#include <stdexcept>

namespace hookline::server_names::test {
namespace {

struct Free {
    void operator()(SSL_CTX* context) const { ::SSL_CTX_free(context); }
    void operator()(SSL* connection) const { ::SSL_free(connection); }
};

void require(bool works, const char* what)
{
    if (!works) throw std::runtime_error(std::string("libssl: ") + what);
}

// A list of protocols that nobody speaks: the way to a ClientHello of any size.
Data many_protocols(std::size_t size)
{
    constexpr std::uint8_t kNameSize = 99;
    Data list;
    while (list.size() < size) {
        list.push_back(kNameSize);
        list.insert(list.end(), kNameSize, 'x');
    }
    return list;
}

// `read` is called with what the client's handshake writes.
template <typename Read>
void begin_handshake(const SSL_METHOD* method, const Client& client, BIO* out, Read read)
{
    const std::unique_ptr<SSL_CTX, Free> context(::SSL_CTX_new(method));
    const std::unique_ptr<SSL, Free> connection(::SSL_new(context.get()));
    require(connection != nullptr, "SSL_new");
    auto* ssl = connection.get();
    ::SSL_set_bio(ssl, ::BIO_new(::BIO_s_mem()), out);
    if (!client.name.empty()) require(SSL_set_tlsext_host_name(ssl, client.name.c_str()) == 1, "host name");
    if (client.record_size != 0) require(SSL_set_max_send_fragment(ssl, client.record_size) == 1, "fragment size");
    if (client.more != 0) {
        const auto protocols = many_protocols(client.more);
        require(::SSL_set_alpn_protos(ssl, protocols.data(), static_cast<unsigned>(protocols.size())) == 0, "ALPN");
    }
    if (client.mtu != 0) {
        ::SSL_set_options(ssl, SSL_OP_NO_QUERY_MTU);
        require(SSL_set_mtu(ssl, client.mtu) == client.mtu, "MTU");
    }
    ::SSL_connect(ssl);  // has nobody to talk to, and stops after its first flight
    read(out);
}

Data all_of(BIO* memory)
{
    char* begin = nullptr;
    const auto size = BIO_get_mem_data(memory, &begin);
    return {begin, begin + size};
}

}  // namespace

Data tls_stream(const Client& client)
{
    Data bytes;
    begin_handshake(::TLS_client_method(), client, ::BIO_new(::BIO_s_mem()), [&](BIO* out) { bytes = all_of(out); });
    return bytes;
}

// A memory BIO keeps no boundaries of datagrams; a record's header has its size, and each is sent in one.
std::vector<Data> dtls_datagrams(const Client& client)
{
    constexpr std::size_t kHeader = 13;
    Data bytes;
    begin_handshake(::DTLS_client_method(), client, ::BIO_new(::BIO_s_mem()), [&](BIO* out) { bytes = all_of(out); });
    std::vector<Data> datagrams;
    for (auto at = bytes.begin(); at != bytes.end();) {
        const auto end = at + kHeader + (at[11] << 8 | at[12]);
        datagrams.emplace_back(at, end);
        at = end;
    }
    return datagrams;
}

Data hello_message(const Client& client)
{
    constexpr std::size_t kHeader = 5;
    const auto stream = tls_stream(client);  // one record
    return {stream.begin() + kHeader, stream.end()};
}

Data from_hex(std::string_view text)
{
    Data bytes(text.size() / 2);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto* digits = text.data() + 2 * at;
        if (std::from_chars(digits, digits + 2, bytes[at], 16).ptr != digits + 2) throw std::runtime_error("no hex");
    }
    return bytes;
}

}  // namespace hookline::server_names::test
