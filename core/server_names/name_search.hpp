// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <variant>

#include "dtls_search.hpp"
#include "label_numbers.h"
#include "quic_search.hpp"

namespace hookline::server_names {

// Bytes of a TCP stream, until they answer.
class StreamSearch {
public:
    using Look = Answer (*)(Bytes start);

    explicit StreamSearch(Look look) : look_(look) {}
    Answer add(Bytes segment, std::optional<std::uint32_t> sequence);

private:
    Look look_;
    Pieces stream_;
    std::optional<std::uint32_t> first_sequence_;
};

// The search for a server's name in what one side of a connection sends first. Needs 18 KiB at most.
class NameSearch {
public:
    // True for labels of which the payload may have a name.
    static bool is_for(hl_label label);

    explicit NameSearch(hl_label label);

    // The next packet's payload, in order of arrival; `sequence` is its TCP sequence number, without which a
    // retransmission would be taken for what comes next. Not to be called again after another answer than `more`.
    Answer add(Bytes payload, std::optional<std::uint32_t> sequence = {});

private:
    using Search = std::variant<StreamSearch, DtlsSearch, QuicSearch>;
    static Search search_for(hl_label label);

    Search search_;
    unsigned packets_ = 0;
};

}  // namespace hookline::server_names
