// SPDX-License-Identifier: MIT
// An address as rows have it (HOOKLINE_IP): 16 bytes, IPv4 as ::ffff:a.b.c.d.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "record/hash.hpp"

namespace hookline::names {

struct Address {
    std::array<std::uint64_t, 2> words{};

    static Address of(std::string_view bytes)
    {
        Address address;
        std::memcpy(address.words.data(), bytes.data(), sizeof address.words);
        return address;
    }
    // Defaulted, this calls memcmp.
    bool operator==(const Address& other) const { return words[0] == other.words[0] && words[1] == other.words[1]; }
};

// Keyed: whoever sends packets chooses their addresses.
struct AddressHash {
    using is_avalanching = void;
    std::size_t operator()(const Address& address) const
    {
        record::Hasher hasher;
        hasher.add(address.words[0], address.words[1]);
        return hasher.finish();
    }
};

// May a host have it? Not the unspecified, multicast and broadcast addresses (RFC 6890).
[[nodiscard]] bool is_host(const Address& address);
// Where its name is: "1.2.0.192.in-addr.arpa" (RFC 1035 3.5), nibbles below ip6.arpa (RFC 3596 2.5).
[[nodiscard]] std::string pointer_name(const Address& address);

}  // namespace hookline::names
