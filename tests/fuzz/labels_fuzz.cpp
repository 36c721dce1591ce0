// SPDX-License-Identifier: MIT
// Signatures of application protocols. Input: a byte for the protocol, two ports, two bytes of size, then the payload.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "labels.h"

namespace {

constexpr std::size_t kControl = 7;

void require(bool holds, const char* rule)
{
    if (holds) return;
    std::fprintf(stderr, "rule broken: %s\n", rule);
    std::abort();
}

std::uint16_t number(const std::uint8_t* at)
{
    return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}

// On the heap, and of exactly its size: AddressSanitizer reports each read beyond.
std::unique_ptr<hl_payload> payload_of(const std::uint8_t* data, std::size_t size)
{
    auto payload = std::make_unique<hl_payload>();
    const auto here = std::min(size - kControl, sizeof payload->bytes);
    std::memcpy(payload->bytes, data + kControl, here);
    // What the window does not show may be of any size; what ends in it ends there.
    payload->size = static_cast<std::uint32_t>(here < sizeof payload->bytes ? here : here + number(data + 5));
    payload->src_port = number(data + 1);
    payload->dst_port = number(data + 3);
    payload->protocol = data[0] & 1 ? 6 : 17;
    return payload;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < kControl) return -1;
    const auto payload = payload_of(data, size);
    const auto before = *payload;
    const int label = hl_label_of(payload.get());
    require(label >= HL_LABEL_NONE && label < HL_LABEL_COUNT, "a label is one of its values");
    require(std::memcmp(payload.get(), &before, sizeof before) == 0, "nothing is written");
    std::memset(payload->pad, 0xee, sizeof payload->pad);
    require(hl_label_of(payload.get()) == label, "the same again, and padding plays no part");
    require(label == HL_LABEL_NONE || payload->size >= 4, "a label needs four bytes");
    payload->protocol = 132;  // SCTP
    require(hl_label_of(payload.get()) == HL_LABEL_NONE, "TCP and UDP alone have labels");
    return 0;
}
