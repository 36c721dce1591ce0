// SPDX-License-Identifier: MIT
#include "name_search.hpp"

#include "http_host.hpp"
#include "tls_server_name.hpp"

namespace hookline::server_names {
namespace {

constexpr unsigned kMostPackets = 16;

Answer nothing(Bytes)
{
    return Answer::never();
}

}  // namespace

Answer StreamSearch::add(Bytes segment, std::optional<std::uint32_t> sequence)
{
    std::uint64_t offset = stream_.start().size();
    if (sequence) {
        if (!first_sequence_) first_sequence_ = sequence;
        // Modulo 2^32 (RFC 9293 3.4): what came before the first byte is beyond the bound, and left out.
        offset = *sequence - *first_sequence_;
    }
    stream_.add(offset, segment);
    auto answer = look_(stream_.start());
    return answer.kind == Answer::Kind::more && stream_.is_full() ? Answer::never() : answer;
}

bool NameSearch::is_for(hl_label label)
{
    return label == HL_LABEL_HTTP || label == HL_LABEL_HTTP2 || label == HL_LABEL_TLS || label == HL_LABEL_DTLS ||
           label == HL_LABEL_QUIC;
}

NameSearch::Search NameSearch::search_for(hl_label label)
{
    switch (label) {
    case HL_LABEL_HTTP: return StreamSearch(http_host);
    case HL_LABEL_HTTP2: return StreamSearch(http2_host);
    case HL_LABEL_TLS: return StreamSearch(tls_server_name);
    case HL_LABEL_DTLS: return DtlsSearch();
    case HL_LABEL_QUIC: return QuicSearch();
    default: return StreamSearch(nothing);
    }
}

NameSearch::NameSearch(hl_label label) : search_(search_for(label)) {}

Answer NameSearch::add(Bytes payload, std::optional<std::uint32_t> sequence)
{
    if (payload.empty()) return Answer::more();
    auto answer = std::holds_alternative<StreamSearch>(search_) ? std::get<StreamSearch>(search_).add(payload, sequence)
                  : std::holds_alternative<DtlsSearch>(search_) ? std::get<DtlsSearch>(search_).add(payload)
                                                                : std::get<QuicSearch>(search_).add(payload);
    return answer.kind == Answer::Kind::more && ++packets_ == kMostPackets ? Answer::never() : answer;
}

}  // namespace hookline::server_names
