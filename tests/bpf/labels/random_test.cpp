// SPDX-License-Identifier: MIT
// Random payload is nothing: of a million flows, each with the eight packets that are looked at, not more than ten have
// a label: on any ports, and on each port that a weak signature asks for. Half of the packets are small.
#define BOOST_TEST_MODULE labels_random
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstring>
#include <map>
#include <random>

#include "labels.h"

namespace hookline::test {
namespace {

constexpr int kFlows = 1'000'000;
constexpr int kMost = kFlows / 100'000;
constexpr int kPackets = 8;
constexpr std::uint64_t kSeeds[] = {1, 20'260'729, 0x9e3779b97f4a7c15};

// All that a signature asks for.
constexpr std::uint16_t kPorts[] = {25, 53, 67, 68, 123, 546, 547, 587, 1883, 3389, 4011, 5353, 6379, 9092, 11211};

void fill(hl_payload& payload, std::mt19937_64& random)
{
    std::uint64_t words[HL_PAYLOAD_WINDOW / 8];
    for (auto& each : words)
        each = random();
    std::memcpy(payload.bytes, words, sizeof words);
    const auto size = random();
    payload.size = 1 + static_cast<std::uint32_t>((size >> 1) % (size & 1 ? 100 : 1460));
    if (payload.size >= sizeof payload.bytes) return;
    std::memset(payload.bytes + payload.size, 0, sizeof payload.bytes - payload.size);
}

bool has_label(hl_payload& payload, std::mt19937_64& random, std::map<int, int>& found)
{
    for (int packet = 0; packet < kPackets; ++packet) {
        fill(payload, random);
        std::swap(payload.src_port, payload.dst_port);
        if (const int label = hl_label_of(&payload); label != HL_LABEL_NONE) {
            ++found[label];
            return true;
        }
    }
    return false;
}

// `port`: of one side; 0: any.
int labelled(std::uint64_t seed, std::uint16_t port, int flows)
{
    std::mt19937_64 random(seed);
    std::map<int, int> found;
    int count = 0;
    for (int flow = 0; flow < flows; ++flow) {
        hl_payload payload{};
        const auto numbers = random();
        payload.protocol = numbers & 1 ? 6 : 17;
        payload.src_port = static_cast<std::uint16_t>(numbers >> 16);
        payload.dst_port = port != 0 ? port : static_cast<std::uint16_t>(numbers >> 32);
        count += has_label(payload, random, found);
    }
    for (const auto& [label, times] : found)
        BOOST_TEST_MESSAGE("port " << port << ": label " << label << ", " << times << " times");
    return count;
}

}  // namespace

BOOST_DATA_TEST_CASE(random_payload_on_any_port, boost::unit_test::data::make(kSeeds), seed)
{
    BOOST_TEST(labelled(seed, 0, kFlows) <= kMost);
}

BOOST_DATA_TEST_CASE(random_payload_on_known_ports, boost::unit_test::data::make(kPorts), port)
{
    BOOST_TEST(labelled(port, port, kFlows) <= kMost);
}

}  // namespace hookline::test
