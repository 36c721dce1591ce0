// SPDX-License-Identifier: MIT
#include "ledger_lines.hpp"

#include <array>

#include "cell.hpp"
#include "common/numbers.hpp"

namespace hookline::table_sink {

using namespace sink_common;

namespace {

class LedgerRow {
public:
    LedgerRow(const Columns& columns, const Row& row) : columns_(columns), row_(row) {}

    [[nodiscard]] std::string text(std::string_view name) const
    {
        const auto* column = columns_.find(name);
        if (column == nullptr || !row_.has(*column)) return {};
        Text out;
        LocalTime clock;
        put_plain(out, row_, printable_field(*column), clock);
        return std::string(out.view());
    }
    [[nodiscard]] std::uint64_t number(std::string_view name) const
    {
        const auto* column = columns_.find(name);
        return column != nullptr && row_.has(*column) ? row_.integer(*column) : 0;
    }

private:
    Columns columns_;
    Row row_;
};

void put_packets(Text& out, std::uint64_t packets, std::uint64_t bytes)
{
    out.put_unsigned(packets);
    out.put(packets == 1 ? " packet " : " packets ");
    put_scaled(out, static_cast<double>(bytes), kByteScale);
}

// ledger: uplink: lost map_full: 12 packets 3.4 kB
void put_cause(Text& out, const LedgerRow& row, std::string_view account, std::string_view cause)
{
    out.put("ledger: ");
    out.put(row.text("who"));
    out.put(": ");
    out.put(account);
    out.put(' ');
    out.put(cause);
    out.put(": ");
    const std::uint64_t rows = row.number("rows");
    if (rows > 0) {
        out.put_unsigned(rows);
        out.put(rows == 1 ? " row\n" : " rows\n");
        return;
    }
    put_packets(out, row.number("packets"), row.number("bytes"));
    out.put('\n');
}

}  // namespace

bool LedgerLines::is_ledger(const hookline_schema& schema)
{
    return std::string_view(schema.name) == "ledger" && schema.kind == HOOKLINE_TABLE &&
           Columns(schema).find("account") != nullptr;
}

void LedgerLines::add(const Batch& batch, Text& out)
{
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const LedgerRow row(batch.columns(), batch[i]);
        if (row.text("who") == "total") continue;  // the host's sums of the rows before
        const std::string account = row.text("account");
        Amounts& amounts = accounts_[account];
        amounts.packets += row.number("packets");
        amounts.bytes += row.number("bytes");
        if (const std::string cause = row.text("cause"); !cause.empty()) put_cause(out, row, account, cause);
        out.row_done();
    }
}

void LedgerLines::put_sums(Text& out)
{
    constexpr std::array kAccounts = {"seen", "delivered", "filtered", "lost"};
    const char* separator = "ledger: ";
    for (const char* account : kAccounts) {
        const Amounts amounts = accounts_[account];
        out.put(separator);
        out.put(account);
        out.put(' ');
        put_packets(out, amounts.packets, amounts.bytes);
        separator = ", ";
    }
    out.put('\n');
    accounts_.clear();
}

}  // namespace hookline::table_sink
