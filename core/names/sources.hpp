// SPDX-License-Identifier: MIT
// Where the text of an added column comes from. A batch at a time, so that what a row must wait for is fetched early.
#pragma once

#include <hookline/row.hpp>

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "names/directory.hpp"
#include "names/wider_schema.hpp"

namespace hookline::names {

class Source {
public:
    virtual ~Source() = default;
    // Tells of each row that has a name.
    using Found = std::function<void(std::size_t row, std::string_view name)>;
    virtual void look(const Batch& rows, const Found& found) = 0;
};

struct NamedColumn {
    AddedColumn column;
    std::unique_ptr<Source> source;
    bool is_lasting =
        true;  // its texts stay as long as the directory, or HostNames::texts(): others are good for one look
};

// X_name for each address X_addr, X_service for each port X_port, icmp_type_name, interface_alias: those that the
// directory has and the schema has a use for. Both must outlive them.
std::vector<NamedColumn> named_columns(const record::Schema& schema, Directory& directory);

// A network, which a row with a prefix length is about, is no host.
std::unique_ptr<Source> host_source(const record::Schema& schema, const hookline_column& address, HostNames& hosts);
[[nodiscard]] bool is_address_column(const hookline_column& column);

}  // namespace hookline::names
