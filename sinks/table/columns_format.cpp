// SPDX-License-Identifier: MIT
#include <map>

#include "block.hpp"
#include "ledger_lines.hpp"
#include "table_format.hpp"

namespace hookline::table_sink {

namespace {

class ColumnsFormat final : public Format {
public:
    explicit ColumnsFormat(const Style& style) : style_(&style) {}

    void add(const Batch& batch, Text& out) override
    {
        if (LedgerLines::is_ledger(batch.schema())) return add_ledger(batch, out);
        const auto [found, is_new] = blocks_.try_emplace(&batch.schema(), batch.schema(), *style_, clock_);
        Block& block = found->second;
        if (batch.begins_report()) begin_report(batch, block, out);
        if (batch.schema().kind != HOOKLINE_TABLE && batch.end_ns() != 0) clock_.set_today(batch.end_ns());
        for (std::size_t i = 0; i < batch.size(); ++i) {
            block.add(batch[i]);
            if (block.page_is_full()) print(block, out);
        }
        if (batch.ends_report() || batch.schema().kind != HOOKLINE_TABLE) print(block, out);
        if (batch.ends_report()) block.print_totals(out);
    }

    void reset() override
    {
        blocks_.clear();
        ledger_ = LedgerLines();
        last_ = nullptr;
    }

private:
    void begin_report(const Batch& batch, Block& block, Text& out)
    {
        block.begin_report();
        clock_.set_today(batch.end_ns());
        if (has_printed_) out.put('\n');
        // The only report of a run needs no time above it.
        if (has_printed_ || !batch.is_final()) put_time(batch, out);
        has_printed_ = true;
        last_ = nullptr;
    }

    void put_time(const Batch& batch, Text& out)
    {
        if (batch.end_ns() == 0) return;
        clock_.put_date_time(out, batch.end_ns());
        if (!batch.source().empty()) out.put("  ");
        put_printable(out, batch.source());
        out.put('\n');
    }

    void print(Block& block, Text& out)
    {
        block.print_page(out, last_ != &block);
        last_ = &block;
        has_printed_ = true;
    }

    void add_ledger(const Batch& batch, Text& out)
    {
        ledger_.add(batch, out);
        if (batch.ends_report()) ledger_.put_sums(out);
        last_ = nullptr;
        has_printed_ = true;
    }

    const Style* style_;
    sink_common::LocalTime clock_;
    std::map<const hookline_schema*, Block> blocks_;
    LedgerLines ledger_;
    const Block* last_ = nullptr;  // whose lines are the latest
    bool has_printed_ = false;
};

}  // namespace

std::unique_ptr<Format> make_columns_format(const Style& style)
{
    return std::make_unique<ColumnsFormat>(style);
}

}  // namespace hookline::table_sink
