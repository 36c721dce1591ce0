// SPDX-License-Identifier: MIT
#include "quic_keys.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hookline::server_names {
namespace {

struct Free {
    void operator()(EVP_KDF* kdf) const { ::EVP_KDF_free(kdf); }
    void operator()(EVP_KDF_CTX* context) const { ::EVP_KDF_CTX_free(context); }
    void operator()(EVP_CIPHER_CTX* context) const { ::EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free>;

[[noreturn]] void fail(const char* what)
{
    char words[256] = "no reason given";
    if (const auto code = ::ERR_get_error(); code != 0) ::ERR_error_string_n(code, words, sizeof words);
    ::ERR_clear_error();
    throw std::runtime_error(std::string("server names: libcrypto: ") + what + " failed: " + words +
                             "; server_names = false does without");
}

OSSL_PARAM octets(const char* name, Bytes bytes)
{
    static std::uint8_t nothing = 0;  // a connection id may be empty, but libcrypto refuses a null pointer
    auto* data = bytes.empty() ? &nothing : const_cast<std::uint8_t*>(bytes.data());  // which is only read
    return ::OSSL_PARAM_construct_octet_string(name, data, bytes.size());
}

// RFC 5869 with SHA-256, one of its two steps. `input` is the salt of an extraction, the info of an expansion.
void hkdf(int mode, Bytes key, OSSL_PARAM input, std::span<std::uint8_t> out)
{
    static const std::unique_ptr<EVP_KDF, Free> algorithm(::EVP_KDF_fetch(nullptr, "HKDF", nullptr));
    const std::unique_ptr<EVP_KDF_CTX, Free> context(::EVP_KDF_CTX_new(algorithm.get()));
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        ::OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
        ::OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        octets(OSSL_KDF_PARAM_KEY, key),
        input,
        ::OSSL_PARAM_construct_end(),
    };
    if (!context || ::EVP_KDF_derive(context.get(), out.data(), out.size(), parameters) != 1) fail("HKDF");
}

// HKDF-Expand-Label with an empty context (RFC 8446 7.1).
void expand_label(Bytes secret, std::string_view prefix, std::string_view label, std::span<std::uint8_t> out)
{
    const auto name = std::string("tls13 ").append(prefix).append(label);
    std::vector<std::uint8_t> info = {0, static_cast<std::uint8_t>(out.size()), static_cast<std::uint8_t>(name.size())};
    info.insert(info.end(), name.begin(), name.end());
    info.push_back(0);
    hkdf(EVP_KDF_HKDF_MODE_EXPAND_ONLY, secret, octets(OSSL_KDF_PARAM_INFO, info), out);
}

CipherContext decryption()
{
    CipherContext context(::EVP_CIPHER_CTX_new());
    if (!context) fail("EVP_CIPHER_CTX_new");
    return context;
}

}  // namespace

InitialKeys client_initial_keys(const QuicVersion& version, Bytes connection_id)
{
    std::array<std::uint8_t, 32> initial_secret{};
    std::array<std::uint8_t, 32> client_secret{};
    InitialKeys keys{};
    hkdf(EVP_KDF_HKDF_MODE_EXTRACT_ONLY, connection_id, octets(OSSL_KDF_PARAM_SALT, version.salt), initial_secret);
    expand_label(initial_secret, "", "client in", client_secret);
    expand_label(client_secret, version.label_prefix, " key", keys.key);
    expand_label(client_secret, version.label_prefix, " iv", keys.iv);
    expand_label(client_secret, version.label_prefix, " hp", keys.header_protection);
    return keys;
}

std::array<std::uint8_t, 16> header_mask(const InitialKeys& keys, Bytes sample)
{
    std::array<std::uint8_t, 16> mask{};
    const auto context = decryption();
    int size = 0;
    if (::EVP_EncryptInit_ex(context.get(), ::EVP_aes_128_ecb(), nullptr, keys.header_protection.data(), nullptr) !=
            1 ||
        ::EVP_EncryptUpdate(context.get(), mask.data(), &size, sample.data(), static_cast<int>(mask.size())) != 1)
        fail("AES-128-ECB");
    return mask;
}

std::optional<std::vector<std::uint8_t>> open_sealed(const InitialKeys& keys, std::uint64_t packet_number, Bytes header,
                                                     Bytes sealed)
{
    constexpr std::size_t kTagSize = 16;
    if (sealed.size() < kTagSize) return {};
    auto nonce = keys.iv;  // RFC 9001 5.3
    for (std::size_t at = 0; at < sizeof packet_number; ++at)
        nonce[nonce.size() - 1 - at] ^= static_cast<std::uint8_t>(packet_number >> 8 * at);
    const auto text = sealed.first(sealed.size() - kTagSize);
    auto tag = std::vector(sealed.end() - kTagSize, sealed.end());
    std::vector<std::uint8_t> plain(text.size());
    int size = 0;
    const auto context = decryption();
    auto* gcm = context.get();
    if (::EVP_DecryptInit_ex(gcm, ::EVP_aes_128_gcm(), nullptr, keys.key.data(), nonce.data()) != 1 ||
        ::EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data()) != 1 ||
        ::EVP_DecryptUpdate(gcm, nullptr, &size, header.data(), static_cast<int>(header.size())) != 1 ||
        ::EVP_DecryptUpdate(gcm, plain.data(), &size, text.data(), static_cast<int>(text.size())) != 1)
        fail("AES-128-GCM");
    if (::EVP_DecryptFinal_ex(gcm, plain.data() + plain.size(), &size) != 1) return {};
    return plain;
}

}  // namespace hookline::server_names
