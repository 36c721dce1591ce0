// SPDX-License-Identifier: MIT
#include "base_frames.hpp"

#include "comparison.hpp"
#include "corpus_files.hpp"
#include "packet_table.hpp"

#include <pcap/dlt.h>

#include <optional>
#include <sstream>
#include <utility>

namespace hookline::test {
namespace {

Bytes behind_ethernet(const Bytes& packet, std::size_t skip, std::uint16_t ethertype)
{
    Bytes frame = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1};
    frame.push_back(static_cast<std::uint8_t>(ethertype >> 8));
    frame.push_back(static_cast<std::uint8_t>(ethertype));
    frame.insert(frame.end(), packet.begin() + static_cast<long>(skip), packet.end());
    return frame;
}

std::optional<Bytes> ip_behind_ethernet(const Bytes& packet, std::size_t skip)
{
    if (packet.size() <= skip) return std::nullopt;
    const auto ethertype = hl_ethertype_of_ip(packet[skip]);
    return ethertype == 0 ? std::nullopt : std::optional(behind_ethernet(packet, skip, ethertype));
}

std::optional<Bytes> as_ethernet(int link_type, const Bytes& frame)
{
    switch (link_type) {
    case DLT_EN10MB: return frame;
    case DLT_NULL: return ip_behind_ethernet(frame, 4);
    case DLT_PPP: return ip_behind_ethernet(frame, 4);
    case DLT_LINUX_SLL: return ip_behind_ethernet(frame, 16);
    default: return std::nullopt;
    }
}

class Collector {
public:
    explicit Collector(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    void add(std::optional<Bytes> frame)
    {
        if (frame && frame->size() > most_bytes_) {
            frame->resize(most_bytes_);
            ++cut_;
        }
        if (frame && can_run(*frame))
            group_.push_back(std::move(*frame));
        else
            ++left_out_;
    }
    void end_group()
    {
        taken_ += group_.size();
        if (!group_.empty()) groups_.push_back(std::move(group_));
        group_.clear();
    }
    [[nodiscard]] BaseFrames result(const std::string& sources) &&
    {
        std::ostringstream out;
        out << taken_ << " frames: " << sources << "; " << left_out_
            << " left out (bpf_prog_test_run refuses them, or no Ethernet), " << cut_ << " cut to " << most_bytes_
            << " bytes";
        return {std::move(groups_), out.str()};
    }

private:
    std::size_t most_bytes_;
    std::vector<std::vector<Bytes>> groups_;
    std::vector<Bytes> group_;
    std::size_t taken_ = 0, cut_ = 0, left_out_ = 0;
};

}  // namespace

BaseFrames base_frames(const std::string& folder, std::size_t most_bytes)
{
    Collector collector(most_bytes);
    for (const auto& one : packet_table())
        collector.add(one.ethertype == 0 ? one.bytes : behind_ethernet(one.bytes, 0, one.ethertype));
    collector.end_group();
    const auto files = corpus_files(folder);
    for (const auto& file : files) {
        for (const auto& frame : file.frames)
            collector.add(as_ethernet(file.link_type, frame));
        collector.end_group();
    }
    const std::string captured = std::to_string(frames_in(files)) + " captured ones";
    return std::move(collector).result(std::to_string(packet_table().size()) + " of the packet table, " +
                                       (files.empty() ? "no captures in " + folder : captured));
}

}  // namespace hookline::test
