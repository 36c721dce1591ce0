// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string_view>

#include "bounded_map.hpp"
#include "connection.hpp"
#include "name_search.hpp"

namespace hookline::server_names {

// What a capture knows of the connections that it sees: the names that their clients asked for. Bounded by
// `connections`, and by 1,024 searches that still go on.
class ServerNames {
public:
    static constexpr std::size_t kConnections = 65'536;
    static constexpr std::size_t kSearches = 1'024;

    struct Counts {
        std::uint64_t seen = 0;        // connections that were searched
        std::uint64_t named = 0;       // of these; the others have no name, or none yet
        std::uint64_t given_up = 0;    // searches that had to make room for others before they had an answer
        std::uint64_t pushed_out = 0;  // names that had to make room for others
    };

    // Throws std::runtime_error when libcrypto cannot do what QUIC needs.
    explicit ServerNames(std::size_t connections = kConnections);

    // One of the first packets of a connection, of either side: `flow` is its direction. True when that side's next
    // packets may say more; else they need not be added.
    bool add(const hl_flow_key& flow, hl_label label, Bytes payload, std::optional<std::uint32_t> sequence = {});

    // Empty when there is none. For flows of both directions; valid until the next add() or forget().
    std::string_view name_of(const hl_flow_key& flow)
    {
        if (names_.empty() || !has_connection(flow)) return {};
        const auto* name = names_.find(connection_of(flow).key);
        return name == nullptr ? std::string_view() : std::string_view(*name);
    }

    // The connection begins anew (a SYN): what its addresses and ports meant before counts no more.
    void forget(const hl_flow_key& flow);

    [[nodiscard]] const Counts& counts() const { return counts_; }

private:
    // Of one direction: not begun, on its way, or over.
    struct Side {
        std::unique_ptr<NameSearch> search;
        bool is_over = false;
    };
    struct Sides {
        Side low;
        Side high;
    };

    Side& side_of(const Connection& connection);
    void found(const ConnectionKey& key, std::string name);

    BoundedMap<ConnectionKey, std::string> names_;
    BoundedMap<ConnectionKey, Sides> searches_;
    Counts counts_;
};

}  // namespace hookline::server_names
