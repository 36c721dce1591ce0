// The tc programs on real devices: what bpf_prog_test_run() cannot make. Attached both ways, TCX and clsact.
#define BOOST_TEST_MODULE tc_device
#define BOOST_TEST_NO_MAIN
#include <boost/test/unit_test.hpp>

#include "packet_table.hpp"
#include "tap_device.hpp"
#include "tc_object.hpp"

#include "link_kind.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <iostream>
#include <thread>

using namespace hookline::test;

namespace {

// struct virtio_net_hdr; <linux/virtio_net.h> is no C++.
struct OffloadHeader {
    std::uint8_t flags;
    std::uint8_t gso_type;
    std::uint16_t header_size;
    std::uint16_t gso_size;
    std::uint16_t checksum_start;
    std::uint16_t checksum_offset;
};
static_assert(sizeof(OffloadHeader) == 10);

constexpr std::uint8_t kNeedsChecksum = 1;  // VIRTIO_NET_HDR_F_NEEDS_CSUM
constexpr std::uint8_t kGsoTcp4 = 1;        // VIRTIO_NET_HDR_GSO_TCPV4

// Gone with the device.
void attach_clsact(const TcObject& tc, unsigned ifindex)
{
    LIBBPF_OPTS(bpf_tc_hook, hook);
    hook.ifindex = static_cast<int>(ifindex);
    hook.attach_point = BPF_TC_INGRESS;
    BOOST_REQUIRE_EQUAL(bpf_tc_hook_create(&hook), 0);
    LIBBPF_OPTS(bpf_tc_opts, options);
    options.prog_fd = tc.program(true);
    BOOST_REQUIRE_EQUAL(bpf_tc_attach(&hook, &options), 0);
}

// TCX where the kernel has it, else clsact.
class Attachment {
public:
    Attachment(const TcObject& tc, unsigned ifindex)
        : fd_(bpf_link_create(tc.program(true), static_cast<int>(ifindex), BPF_TCX_INGRESS, nullptr))
    {
        if (fd_ < 0) attach_clsact(tc, ifindex);
    }
    ~Attachment()
    {
        if (fd_ >= 0) close(fd_);
    }
    Attachment(const Attachment&) = delete;
    Attachment& operator=(const Attachment&) = delete;

private:
    int fd_;
};

// The row of the one packet that is on its way; the kernel itself sends others (router solicitations), but not in.
Row await_row(TcObject& tc)
{
    for (int i = 0; i < 200; ++i) {
        const std::vector<Row> rows = tc.rows(0);
        if (!rows.empty()) {
            BOOST_REQUIRE_EQUAL(rows.size(), 1U);
            return rows.front();
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    BOOST_FAIL("no row came");
    return {};
}

hl_flow_key key_on(unsigned ifindex, const Expected& expected)
{
    hl_flow_key key = key_of(expected);
    key.ifindex = ifindex;
    key.direction = HL_DIRECTION_IN;
    return key;
}

// The kernel takes the outer tag out of the frame before tc sees it. The row does not tell the difference, but for one
// that is named by a tag: with that one out a ninth can be read, and a cut one is dropped before tc.
bool same_row_here(const PacketCase& packet_case)
{
    return packet_case.ethertype == 0 && packet_case.expected.proto != 0x8100;
}

}  // namespace

BOOST_AUTO_TEST_CASE(headers_outside_of_the_linear_part_are_read)
{
    TcObject tc;
    const TapDevice tap(TapKind::kTap);
    const Attachment attachment(tc, tap.ifindex());
    for (const PacketCase& packet_case : packet_table()) {
        if (!same_row_here(packet_case)) continue;
        for (const std::size_t linear : {14U, 40U}) {
            if (packet_case.bytes.size() <= linear) continue;
            BOOST_TEST_CONTEXT(packet_case.name << ", " << linear << " bytes linear")
            {
                const auto middle = packet_case.bytes.begin() + static_cast<long>(linear);
                tc.clear();
                tap.receive({Bytes(packet_case.bytes.begin(), middle), Bytes(middle, packet_case.bytes.end())});
                const Row row = await_row(tc);
                const hl_flow_key expected = key_on(tap.ifindex(), packet_case.expected);
                BOOST_TEST(describe(row.key) == describe(expected));
                BOOST_TEST(same_key(row.key, expected));
                BOOST_TEST(row.counters.packets == 1U);
                BOOST_TEST(row.counters.bytes == packet_case.bytes.size());
                BOOST_TEST(int{row.counters.tcp_flags} == int{packet_case.expected.tcp_flags});
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_device_without_link_header)
{
    TcObject tc;
    const TapDevice tun(TapKind::kTun);
    tc.set_link(tun.ifindex(), HL_LINK_NONE);
    const Attachment attachment(tc, tun.ifindex());
    const Bytes bytes = packet().ipv4("10.0.0.1", "10.0.0.2").udp(5, 6).payload(30).bytes();
    tun.receive({bytes});
    const Row row = await_row(tc);
    BOOST_TEST(
        describe(row.key) ==
        describe(key_on(tun.ifindex(),
                        {.proto = 17, .source = "10.0.0.1", .destination = "10.0.0.2", .src_port = 5, .dst_port = 6})));
    BOOST_TEST(row.counters.bytes == bytes.size());
}

// TUN says how big a segment is, not how many there are.
BOOST_AUTO_TEST_CASE(a_super_packet_without_a_count_of_segments)
{
    TcObject tc;
    const TapDevice tun(TapKind::kTunOffload);
    tc.set_link(tun.ifindex(), HL_LINK_NONE);
    const Attachment attachment(tc, tun.ifindex());
    const Bytes bytes = packet().ipv4("10.0.0.1", "10.0.0.2").tcp(5, 6, 0x10, 3).payload(10001).bytes();
    const OffloadHeader header{kNeedsChecksum, kGsoTcp4, 52, 1000, 20, 16};
    Bytes raw(sizeof(header));
    std::memcpy(raw.data(), &header, sizeof(header));
    tun.receive({raw, bytes});
    const Row row = await_row(tc);
    BOOST_TEST(row.counters.packets == 11U);
    BOOST_TEST(row.counters.bytes == 10001U + 11 * 52);
}

BOOST_AUTO_TEST_CASE(clsact_takes_the_same_program)
{
    TcObject tc;
    const TapDevice tap(TapKind::kTap);
    attach_clsact(tc, tap.ifindex());
    const Bytes bytes = packet().eth().vlan(9).ipv4("10.0.0.1", "10.0.0.2").udp(5, 6).payload(30).bytes();
    tap.receive({bytes});
    const Row row = await_row(tc);
    BOOST_TEST(row.key.vlan_id == 9);
    BOOST_TEST(row.key.dst_port == 6);
    BOOST_TEST(row.counters.bytes == bytes.size());
}

int main(int argc, char** argv)
{
    std::string why_not = TcObject::why_not();
    if (why_not.empty()) why_not = enter_new_network_namespace();
    if (why_not.empty() && access("/dev/net/tun", R_OK | W_OK) != 0) why_not = "no /dev/net/tun to write to";
    if (!why_not.empty()) {
        std::cout << "skipped: " << why_not << '\n';
        return 77;
    }
    return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
