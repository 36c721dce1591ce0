// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE bpf_support
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <ostream>

#include "bpf_support/capabilities.hpp"
#include "bpf_support/grace_period.hpp"
#include "bpf_support/interfaces.hpp"
#include "bpf_support/map_reader.hpp"
#include "bpf_support/unique_fd.hpp"

namespace {

using hookline::bpf::MapReader;
using hookline::bpf::UniqueFd;
namespace data = boost::unit_test::data;

struct NeedsRoot {
    NeedsRoot()
    {
        constexpr int kWanted[] = {CAP_BPF, CAP_NET_ADMIN};
        const auto missing = hookline::bpf::missing_capabilities(kWanted);
        if (missing.empty()) return;
        std::cout << "skipped: missing " << missing << '\n';
        std::exit(77);
    }
};
BOOST_TEST_GLOBAL_FIXTURE(NeedsRoot);

struct Kind {
    const char* name;
    MapReader::Way way;
};
std::ostream& operator<<(std::ostream& out, const Kind& kind)
{
    return out << kind.name;
}

const Kind kKinds[] = {
    {"batch", MapReader::Way::batch},
    {"one by one", MapReader::Way::one_by_one},
};

constexpr std::uint32_t kElements = 5003;

// Key k holds 3 * k. Values of 12 bytes: no multiple of 8, which the kernel does not pad here.
struct Value {
    std::uint32_t numbers[3];
};

UniqueFd make_map()
{
    UniqueFd map(bpf_map_create(BPF_MAP_TYPE_HASH, "test", sizeof(std::uint32_t), sizeof(Value), 8192, nullptr));
    BOOST_REQUIRE(map);
    for (std::uint32_t key = 0; key < kElements; ++key) {
        const Value value{{3 * key, key, 0}};
        BOOST_REQUIRE(bpf_map_update_elem(map.get(), &key, &value, BPF_ANY) == 0);
    }
    return map;
}

std::map<std::uint32_t, int> read_all(MapReader& reader, MapReader::After after)
{
    std::map<std::uint32_t, int> times;
    bool more = true;
    while (more) {
        more = reader.next(64, after);
        for (std::size_t i = 0; i < reader.size(); ++i) {
            const auto key = reader.key<std::uint32_t>(i);
            ++times[key];
            BOOST_REQUIRE(reader.value<Value>(i).numbers[0] == 3 * key);
        }
    }
    return times;
}

void check_each_once(const std::map<std::uint32_t, int>& times)
{
    BOOST_TEST(times.size() == kElements);
    for (const auto& [key, count] : times)
        BOOST_REQUIRE(count == 1);
}

BOOST_DATA_TEST_CASE(every_element_is_read_once_and_kept, data::make(kKinds), kind)
{
    const auto map = make_map();
    MapReader reader(map.get(), kind.way);
    check_each_once(read_all(reader, MapReader::After::keep));
    check_each_once(read_all(reader, MapReader::After::keep));
}

BOOST_DATA_TEST_CASE(every_element_is_read_once_and_removed, data::make(kKinds), kind)
{
    const auto map = make_map();
    MapReader reader(map.get(), kind.way);
    check_each_once(read_all(reader, MapReader::After::remove));
    BOOST_TEST(read_all(reader, MapReader::After::keep).empty());
}

BOOST_DATA_TEST_CASE(what_is_left_of_a_half_read_map_is_read_after_rewind, data::make(kKinds), kind)
{
    const auto map = make_map();
    MapReader reader(map.get(), kind.way);
    BOOST_TEST(reader.next(100, MapReader::After::remove));
    const auto before = reader.size();
    reader.rewind();
    BOOST_TEST(read_all(reader, MapReader::After::keep).size() + before == kElements);
}

BOOST_AUTO_TEST_CASE(a_grace_period_takes_its_time)
{
    const auto grace = hookline::bpf::GracePeriod::make();
    BOOST_TEST(grace.way() == std::string("array of maps"));
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i)
        grace.wait();
    // One that did not wait would take microseconds.
    BOOST_TEST((std::chrono::steady_clock::now() - begin).count() > 1'000'000);
}

BOOST_AUTO_TEST_CASE(loopback_is_an_interface)
{
    const auto all = hookline::bpf::list_interfaces();
    BOOST_REQUIRE(!all.empty());
    BOOST_TEST(all.front().name == "lo");
    BOOST_TEST(all.front().index == 1u);
    BOOST_TEST(all.front().has_ethernet_header());
    BOOST_TEST(!all.front().has_no_link_header());
}

}  // namespace
