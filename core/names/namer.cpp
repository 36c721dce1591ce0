// SPDX-License-Identifier: MIT
#include "names/namer.hpp"

#include <utility>

namespace hookline::names {

Result<std::unique_ptr<Namer>> Namer::make(record::SchemaPtr base, Directory& directory)
{
    auto columns = named_columns(*base, directory);
    if (columns.empty()) return std::unique_ptr<Namer>();
    std::vector<AddedColumn> added;
    for (const auto& named : columns)
        added.push_back(named.column);
    auto wider = WiderSchema::make(*base, added);
    if (!wider) return wider.error();
    return std::unique_ptr<Namer>(new Namer(std::move(base), std::move(*wider), std::move(columns), directory));
}

std::shared_ptr<record::OwnedBatch> Namer::name(const record::OwnedBatch& batch)
{
    const auto view = batch.view();
    const Batch rows(&view);
    auto named = std::make_shared<record::OwnedBatch>(wider_.schema(), view.source);
    named->keep_texts_of(batch);
    if (directory_.hosts) named->keep_alive(directory_.hosts->texts());
    named->set_flags(view.flags);
    named->set_interval(view.begin_ns, view.end_ns);
    const auto words = wider_.row_words();
    std::vector<std::uint64_t> wide(rows.size() * words);
    for (std::size_t i = 0; i < rows.size(); ++i)
        wider_.copy(rows[i].data(), wide.data() + i * words);
    for (std::size_t added = 0; added < columns_.size(); ++added)
        fill(rows, added, wide.data(), *named);
    named->adopt(std::move(wide));
    return named;
}

void Namer::fill(const Batch& rows, std::size_t added, std::uint64_t* wide, record::OwnedBatch& batch)
{
    const auto words = wider_.row_words();
    const auto& [column, source, is_lasting] = columns_[added];
    if (is_lasting)
        return source->look(
            rows, [&, words](std::size_t row, std::string_view name) { wider_.set(wide + row * words, added, name); });
    source->look(rows, [&](std::size_t row, std::string_view name) {
        const auto kept = batch.keep_text(name);
        wider_.set(wide + row * words, added, {kept.data, kept.size});
    });
}

void Namer::ask(const record::OwnedBatch& batch)
{
    const auto view = batch.view();
    for (const auto& named : columns_)
        named.source->look(Batch(&view), [](std::size_t, std::string_view) {});
}

}  // namespace hookline::names
