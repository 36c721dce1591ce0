// SPDX-License-Identifier: MIT
#include "names/sources.hpp"

#include <utility>

#include "names/icmp_types.hpp"
#include "record/types.hpp"

namespace hookline::names {
namespace {

constexpr std::string_view kAddress = "_addr";
constexpr std::string_view kPort = "_port";

// "src" of "src_addr"; empty where it does not end so.
std::string stem_of(const hookline_column& column, std::string_view suffix)
{
    const std::string_view name = column.name;
    if (name.size() <= suffix.size() || !name.ends_with(suffix)) return {};
    return std::string(name.substr(0, name.size() - suffix.size()));
}

class HostSource final : public Source {
public:
    HostSource(const hookline_column& address, const hookline_column* prefix_length, HostNames& hosts)
        : address_(address), prefix_length_(prefix_length), hosts_(hosts)
    {
    }

    void look(const Batch& rows, const Found& found) override
    {
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (is_host_row(rows[i])) hosts_.prefetch(address_of(rows[i]));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!is_host_row(rows[i])) continue;
            if (const auto name = hosts_.name_of(address_of(rows[i])); !name.empty()) found(i, name);
        }
    }

private:
    [[nodiscard]] bool is_host_row(const Row& row) const
    {
        return row.has(address_) && (prefix_length_ == nullptr || !row.has(*prefix_length_));
    }
    [[nodiscard]] Address address_of(const Row& row) const { return Address::of(row.text(address_)); }

    const hookline_column& address_;
    const hookline_column* prefix_length_;
    HostNames& hosts_;
};

// What one look at a row tells: `name_of(row)`.
template <class NameOf>
class RowSource final : public Source {
public:
    explicit RowSource(NameOf name_of) : name_of_(std::move(name_of)) {}
    void look(const Batch& rows, const Found& found) override
    {
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (const std::string_view name = name_of_(rows[i]); !name.empty()) found(i, name);
    }

private:
    NameOf name_of_;
};

template <class NameOf>
std::unique_ptr<Source> row_source(NameOf name_of)
{
    return std::make_unique<RowSource<NameOf>>(std::move(name_of));
}

void add_hosts(std::vector<NamedColumn>& list, const record::Schema& schema, HostNames& hosts)
{
    const auto columns = schema.columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (is_address_column(columns[i]))
            list.push_back({{.name = stem_of(columns[i], kAddress) + "_name",
                             .help = "host name of " + std::string(columns[i].name) + ", by reverse DNS"},
                            host_source(schema, columns[i], hosts)});
}

void add_services(std::vector<NamedColumn>& list, const record::Schema& schema, const Services& services)
{
    const auto* proto = schema.find("proto");
    const auto columns = schema.columns();
    for (std::size_t i = 0; i < columns.size() && proto != nullptr; ++i) {
        const auto& port = columns[i];
        const auto stem = stem_of(port, kPort);
        if (stem.empty() || !record::is_integer(port.type)) continue;
        const auto name_of = [&port, proto, &services](const Row& row) -> std::string_view {
            if (!row.has(port) || !row.has(*proto)) return {};
            return services.name_of(row.integer(*proto), row.integer(port));
        };
        list.push_back(
            {{.name = stem + "_service", .help = "service at " + std::string(port.name)}, row_source(name_of)});
    }
}

void add_icmp_types(std::vector<NamedColumn>& list, const record::Schema& schema)
{
    const auto* type = schema.find("icmp_type");
    const auto* proto = schema.find("proto");
    if (type == nullptr || proto == nullptr) return;
    const auto name_of = [type, proto](const Row& row) -> std::string_view {
        if (!row.has(*type) || !row.has(*proto)) return {};
        return icmp_type_name(row.integer(*proto), row.integer(*type));
    };
    list.push_back(
        {{.name = "icmp_type_name", .help = "what the ICMP, ICMPv6 or IGMP type means"}, row_source(name_of)});
}

void add_aliases(std::vector<NamedColumn>& list, const record::Schema& schema, InterfaceAliases& aliases)
{
    const auto* interface = schema.find("interface");
    if (interface == nullptr || interface->type != HOOKLINE_TEXT) return;
    const auto name_of = [interface, &aliases](const Row& row) -> std::string_view {
        return row.has(*interface) ? aliases.name_of(row.text(*interface)) : std::string_view();
    };
    list.push_back({{.name = "interface_alias", .help = "what the interface is called"}, row_source(name_of), false});
}

}  // namespace

bool is_address_column(const hookline_column& column)
{
    return column.type == HOOKLINE_IP && !stem_of(column, kAddress).empty();
}

std::unique_ptr<Source> host_source(const record::Schema& schema, const hookline_column& address, HostNames& hosts)
{
    return std::make_unique<HostSource>(address, schema.find("prefix_length"), hosts);
}

std::vector<NamedColumn> named_columns(const record::Schema& schema, Directory& directory)
{
    std::vector<NamedColumn> list;
    if (directory.hosts) add_hosts(list, schema, *directory.hosts);
    if (directory.services) add_services(list, schema, *directory.services);
    if (directory.options.icmp_types) add_icmp_types(list, schema);
    if (directory.interfaces) add_aliases(list, schema, *directory.interfaces);
    return list;
}

}  // namespace hookline::names
