// SPDX-License-Identifier: MIT
#include "fakes.hpp"

#include <cstddef>

namespace hookline::test {
namespace {

#define COLUMN(ID, TYPE, UNIT, ROLE, MERGE, ROW, FIELD)                                                       \
    {ID, TYPE,    UNIT,   ROLE,  MERGE, 0, offsetof(ROW, FIELD), sizeof(ROW::FIELD), HOOKLINE_ALWAYS_PRESENT, \
     0,  nullptr, #FIELD, #FIELD}

const hookline_column kHitColumns[] = {
    COLUMN(0, HOOKLINE_U64, HOOKLINE_UNIT_PACKETS, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM, Hit, packets),
    COLUMN(1, HOOKLINE_U64, HOOKLINE_UNIT_BYTES, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM, Hit, bytes),
    COLUMN(2, HOOKLINE_U32, HOOKLINE_UNIT_NONE, HOOKLINE_KEY, HOOKLINE_MERGE_LAST, Hit, key),
    COLUMN(3, HOOKLINE_U32, HOOKLINE_UNIT_NONE, HOOKLINE_KEY, HOOKLINE_MERGE_LAST, Hit, color),
};
const hookline_column kHappeningColumns[] = {
    COLUMN(0, HOOKLINE_TIME, HOOKLINE_UNIT_NONE, HOOKLINE_WHEN, HOOKLINE_MERGE_LAST, Happening, at),
    COLUMN(1, HOOKLINE_CHARS, HOOKLINE_UNIT_NONE, HOOKLINE_LABEL, HOOKLINE_MERGE_LAST, Happening, what),
    COLUMN(2, HOOKLINE_U32, HOOKLINE_UNIT_NONE, HOOKLINE_KEY, HOOKLINE_MERGE_LAST, Happening, key),
};
const hookline_column kFrameColumns[] = {
    COLUMN(0, HOOKLINE_TIME, HOOKLINE_UNIT_NONE, HOOKLINE_WHEN, HOOKLINE_MERGE_LAST, Frame, at),
    COLUMN(1, HOOKLINE_BYTES, HOOKLINE_UNIT_NONE, HOOKLINE_LABEL, HOOKLINE_MERGE_LAST, Frame, data),
};

template <std::size_t Count>
hookline_schema schema_of(hookline_stream_kind kind, const char* name, std::uint32_t row_size,
                          const hookline_column (&columns)[Count])
{
    return {sizeof(hookline_schema), kind,  name, name,   1, row_size, HOOKLINE_NO_PRESENCE,
            sizeof(hookline_column), Count, 0,    columns};
}
const hookline_schema kSchemas[] = {
    schema_of(HOOKLINE_TABLE, "hits", sizeof(Hit), kHitColumns),
    schema_of(HOOKLINE_EVENT, "happenings", sizeof(Happening), kHappeningColumns),
    schema_of(HOOKLINE_PACKET, "frames", sizeof(Frame), kFrameColumns),
};
const hookline_schema* const kStreams[] = {&kSchemas[0], &kSchemas[1], &kSchemas[2]};
const hookline_option kOptions[] = {option::string("mode", "any text", "\"plain\"")};

std::map<std::string, void*>& instances()
{
    static std::map<std::string, void*> all;
    return all;
}

FakeCapture& capture(void* self)
{
    return *static_cast<FakeCapture*>(self);
}
FakeSink& sink(void* self)
{
    return *static_cast<FakeSink*>(self);
}

template <class Fake>
hookline_status create(const hookline_host* host, const hookline_options* options, void** self)
{
    auto& fake = *static_cast<Fake*>(instances().at(options->instance));
    fake.host = host;
    *self = &fake;
    return fake.on_create();
}

const hookline_capture_ops kCaptureOps = {
    sizeof(hookline_capture_ops),
    0,
    create<FakeCapture>,
    [](void* self) { return ++capture(self).starts, capture(self).on_start(); },
    [](void* self, std::size_t budget) { return ++capture(self).drains, capture(self).on_drain(budget); },
    [](void* self) { ++capture(self).stops, capture(self).on_stop(); },
    [](void* self) { ++capture(self).destroys, capture(self).on_destroy(); },
    nullptr};

hookline_sink_ops sink_ops(std::uint32_t flags)
{
    return {sizeof(hookline_sink_ops),
            flags,
            create<FakeSink>,
            [](void* self) { return ++sink(self).opens, sink(self).on_open(); },
            [](void* self, const hookline_batch* batch, std::uint64_t token, std::size_t* taken) {
                return sink(self).write(*batch, token, taken);
            },
            [](void* self) { return ++sink(self).flushes, sink(self).on_flush(); },
            [](void* self) { return ++sink(self).closes, sink(self).on_close(); },
            [](void* self) { ++sink(self).destroys; }};
}
const hookline_sink_ops kSinkOps[] = {sink_ops(0), sink_ops(HOOKLINE_SINK_ACKS)};

class FakePlugin : public loader::Plugin {
public:
    explicit FakePlugin(const hookline_capture_ops& ops) : FakePlugin(HOOKLINE_CAPTURE)
    {
        descriptor_.stream_count = 3;
        descriptor_.streams = kStreams;
        descriptor_.capture = &ops;
    }
    explicit FakePlugin(const hookline_sink_ops& ops) : FakePlugin(HOOKLINE_SINK) { descriptor_.sink = &ops; }
    [[nodiscard]] const hookline_descriptor& descriptor() const override { return descriptor_; }
    [[nodiscard]] const std::filesystem::path& file() const override { return file_; }

private:
    explicit FakePlugin(hookline_kind kind)
    {
        descriptor_ = {.magic = HOOKLINE_MAGIC,
                       .size = sizeof(hookline_descriptor),
                       .abi_major = HOOKLINE_ABI_MAJOR,
                       .abi_minor = HOOKLINE_ABI_MINOR,
                       .kind = kind,
                       .option_size = sizeof(hookline_option),
                       .name = "fake",
                       .version = "1",
                       .licence = "MIT",
                       .help = "a fake",
                       .options = kOptions,
                       .option_count = 1};
    }
    hookline_descriptor descriptor_{};
    std::filesystem::path file_ = "fake.so";
};

SeenRow read_row(const hookline_batch& batch, const Row& row)
{
    SeenRow seen{batch.schema->name, batch.source, {}, {}};
    const Columns columns(*batch.schema);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        if (!row.has(column)) continue;
        const bool is_text = column.type >= HOOKLINE_IP && column.type <= HOOKLINE_BYTES;
        if (is_text)
            seen.texts[column.name] = row.text(column);
        else
            seen.numbers[column.name] = row.integer(column);
    }
    return seen;
}

}  // namespace

void FakeCapture::hit(std::uint32_t key, std::uint64_t packets, std::uint64_t bytes, std::uint32_t color)
{
    see(packets, bytes);
    const Hit row{packets, bytes, key, color};
    emit(kHits, &row, 1, sizeof row);
}

hookline_status FakeCapture::emit(std::uint32_t stream, const void* rows, std::size_t count, std::size_t stride,
                                  std::int64_t begin_ns, std::int64_t end_ns)
{
    hookline_batch batch{};
    batch.size = sizeof batch;
    batch.schema = stream < 3 ? kStreams[stream] : nullptr;
    batch.rows = rows;
    batch.row_count = static_cast<std::uint32_t>(count);
    batch.stride = static_cast<std::uint32_t>(stride);
    batch.begin_ns = begin_ns;
    batch.end_ns = end_ns;
    return host->emit(host->context, stream, &batch);
}

hookline_status FakeSink::write(const hookline_batch& batch, std::uint64_t token, std::size_t* taken)
{
    ++writes;
    *taken = batch.row_count;
    const auto status = on_write ? on_write(batch, token, *taken) : HOOKLINE_OK;
    const std::lock_guard lock(mutex_);
    const Batch view(&batch);
    for (std::size_t i = 0; i < *taken && i < view.size(); ++i)
        rows_.push_back(read_row(batch, view[i]));
    if ((batch.flags & HOOKLINE_REPORT_BEGIN) != 0) {
        begins.push_back(batch.begin_ns);
        ends.push_back(batch.end_ns);
    }
    if ((batch.flags & HOOKLINE_REPORT_END) != 0 && status == HOOKLINE_OK) ++reports_;
    return status;
}

std::vector<SeenRow> FakeSink::rows() const
{
    const std::lock_guard lock(mutex_);
    return rows_;
}

std::uint64_t FakeSink::sum(const std::string& column) const
{
    std::uint64_t total = 0;
    for (const auto& row : rows())
        if (const auto found = row.numbers.find(column); found != row.numbers.end()) total += found->second;
    return total;
}

int FakeSink::reports() const
{
    const std::lock_guard lock(mutex_);
    return reports_;
}

loader::PluginPtr plugin_of(const std::string& instance, FakeCapture& capture)
{
    instances()[instance] = &capture;
    return std::make_shared<FakePlugin>(kCaptureOps);
}

loader::PluginPtr plugin_of(const std::string& instance, FakeSink& sink)
{
    instances()[instance] = &sink;
    return std::make_shared<FakePlugin>(kSinkOps[sink.acks ? 1 : 0]);
}

}  // namespace hookline::test
