// SPDX-License-Identifier: MIT
#include "comparison.hpp"

#include "packet_table.hpp"

#include <algorithm>
#include <cstring>
#include <sstream>
#include <utility>

namespace hookline::test {
namespace {

using Rows = std::vector<FrameRow>;

bool same(const FrameRow& a, const FrameRow& b)
{
    return same_key(a.key, b.key) && a.packets == b.packets && a.bytes == b.bytes && a.tcp_flags == b.tcp_flags;
}

// In the order of keys. A program may have made several rows of one key, as each CPU has a table of its own.
Rows merged(Rows rows)
{
    std::sort(rows.begin(), rows.end(), [](const FrameRow& one, const FrameRow& other) {
        return std::memcmp(&one.key, &other.key, sizeof one.key) < 0;
    });
    Rows result;
    for (const FrameRow& row : rows) {
        if (result.empty() || !same_key(result.back().key, row.key)) {
            result.push_back(row);
            continue;
        }
        result.back().packets += row.packets;
        result.back().bytes += row.bytes;
        result.back().tcp_flags |= row.tcp_flags;
    }
    return result;
}

std::string lines_of(const NamedCounter& who, const Rows& rows)
{
    std::ostringstream out;
    for (const FrameRow& row : rows)
        out << "  " << who.name << ": " << describe(row.key) << ", packets " << row.packets << ", bytes " << row.bytes
            << ", tcp flags " << int{row.tcp_flags} << '\n';
    if (rows.empty()) out << "  " << who.name << ": no row\n";
    return out.str();
}

std::string hex(const Bytes& bytes)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

class Pair {
public:
    Pair(const NamedCounter& a, const NamedCounter& b) : a_(a), b_(b) {}

    // Over these frames, starting with nothing; in the end nothing is left.
    [[nodiscard]] bool differ(std::span<const Bytes> frames)
    {
        for (const Bytes& frame : frames) {
            a_.counter.count(frame);
            b_.counter.count(frame);
        }
        rows_a_ = merged(a_.counter.rows());
        rows_b_ = merged(b_.counter.rows());
        a_.counter.forget_fragments();
        b_.counter.forget_fragments();
        return !std::equal(rows_a_.begin(), rows_a_.end(), rows_b_.begin(), rows_b_.end(),
                           [](const FrameRow& one, const FrameRow& other) { return same(one, other); });
    }
    [[nodiscard]] std::string last_rows() const { return lines_of(a_, rows_a_) + lines_of(b_, rows_b_); }

private:
    NamedCounter a_, b_;
    Rows rows_a_, rows_b_;
};

// As few of them as still make the difference: without this half, that half, then quarters, down to single frames.
std::vector<Bytes> fewest(Pair& pair, std::vector<Bytes> frames)
{
    for (std::size_t size = frames.size() / 2; size > 0; size /= 2)
        for (std::size_t at = 0; at < frames.size();) {
            auto fewer = frames;
            const auto begin = fewer.begin() + static_cast<long>(at);
            fewer.erase(begin, begin + static_cast<long>(std::min(size, frames.size() - at)));
            if (pair.differ(fewer))
                frames = fewer;
            else
                at += size;
        }
    return frames;
}

// The shortest beginning of one of the frames that still makes the difference, and as many zeros in it as possible.
void shrink(Pair& pair, std::vector<Bytes>& frames, Bytes& frame)
{
    const auto still_differ = [&] { return can_run(frame) && pair.differ(frames); };
    const Bytes whole = frame;
    for (std::size_t size = 1; size <= whole.size(); ++size) {
        frame.assign(whole.begin(), whole.begin() + static_cast<long>(size));
        if (size == whole.size() || still_differ()) break;
    }
    for (std::uint8_t& byte : frame) {
        const std::uint8_t value = std::exchange(byte, 0);
        if (value != 0 && !still_differ()) byte = value;
    }
}

std::string report(Pair& pair, std::span<const Bytes> frames)
{
    auto least = fewest(pair, {frames.begin(), frames.end()});
    for (Bytes& frame : least)
        shrink(pair, least, frame);
    if (!pair.differ(least)) return "a difference that comes and goes over the same frames\n";
    std::ostringstream out;
    out << "the rows differ over these frames, the fewest and smallest of " << frames.size() << " that show it:\n";
    for (const Bytes& frame : least)
        out << "  " << hex(frame) << '\n';
    return out.str() + pair.last_rows();
}

}  // namespace

std::string compare(const NamedCounter& a, const NamedCounter& b, std::span<const Bytes> frames)
{
    Pair pair(a, b);
    return pair.differ(frames) ? report(pair, frames) : std::string();
}

bool can_run(const Bytes& frame)
{
    if (frame.size() < 15 || frame.size() > kMostBytes) return false;
    const int ethertype = frame[12] << 8 | frame[13];
    return frame.size() >= 14U + (ethertype == 0x0800 ? 20 : ethertype == 0x86dd ? 40 : 0);
}

}  // namespace hookline::test
