// SPDX-License-Identifier: MIT
#include "server_names.hpp"

#include "quic_keys.hpp"

namespace hookline::server_names {

ServerNames::ServerNames(std::size_t connections) : names_(connections), searches_(kSearches)
{
    constexpr std::uint32_t kQuicV1 = 1;
    client_initial_keys(*quic_version(kQuicV1), {});
}

bool ServerNames::add(const hl_flow_key& flow, hl_label label, Bytes payload, std::optional<std::uint32_t> sequence)
{
    if (!NameSearch::is_for(label) || !has_connection(flow)) return false;
    const auto connection = connection_of(flow);
    if (names_.find(connection.key) != nullptr) return false;
    auto& side = side_of(connection);
    if (side.is_over) return false;
    if (!side.search) side.search = std::make_unique<NameSearch>(label);
    auto answer = side.search->add(payload, sequence);
    if (answer.kind == Answer::Kind::never) side = {nullptr, true};
    if (answer.kind == Answer::Kind::found) found(connection.key, std::move(answer.name));
    return answer.kind == Answer::Kind::more;
}

ServerNames::Side& ServerNames::side_of(const Connection& connection)
{
    auto* sides = searches_.find(connection.key);
    if (sides == nullptr) {
        ++counts_.seen;
        sides = &searches_.insert(connection.key, [this](const Sides& old) {
            if (old.low.search || old.high.search) ++counts_.given_up;
        });
    }
    return connection.is_from_higher ? sides->high : sides->low;
}

void ServerNames::found(const ConnectionKey& key, std::string name)
{
    ++counts_.named;
    names_.insert(key, [this](const std::string&) { ++counts_.pushed_out; }) = std::move(name);
    searches_.erase(key);
}

void ServerNames::forget(const hl_flow_key& flow)
{
    if (!has_connection(flow)) return;
    const auto key = connection_of(flow).key;
    names_.erase(key);
    searches_.erase(key);
}

}  // namespace hookline::server_names
