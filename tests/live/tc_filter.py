#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`filter` at the tc hooks: both directions, payload outside the linear part, VLAN tags beside the frame."""
import os

import filters
import frames
import netns
import support


IFF_TUN, IFF_NO_PI = 1, 0x1000


def send_to_tun():
    """Five datagrams that the filter is for, and seven that it is not."""
    tun = netns.open_tun("tun0", IFF_TUN | IFF_NO_PI)
    for port in [9] * 5 + [10] * 7:
        os.write(tun, frames.ipv4(frames.udp(4000, port, b"hookline"), 17, "10.79.0.2", "10.79.0.1"))
    os.close(tun)


class Filter(filters.FilterTest):
    def test_headers(self):
        self.assert_as_tcpdump("icmp", "tcp port 4242", "not udp", "ip6 or udp dst port 4242", "greater 100")

    def test_payload_outside_the_linear_part(self):
        payload = "tcp[(tcp[12] & 0xf0) >> 2 : 4]"
        self.assert_as_tcpdump(f"{payload} = 0x686f6f6b", f"{payload} = 0x6c696e65", "udp[8:4] = 0x686f6f6b")

    def test_tags_beside_the_frame(self):
        self.assert_as_tcpdump("vlan", "vlan 5 and tcp", "vlan and udp[8:4] = 0x686f6f6b", "vlan 5 and vlan 9",
                               "ether[12:4] = 0x81006007", "ether[11:2] & 0xff = 0x88", "greater 166 and vlan")

    def test_clsact(self):
        self.mode = 'attach = "clsact"'
        self.assert_as_tcpdump("tcp port 4242")

    def test_directions(self):
        for expression, direction in (("inbound", "in"), ("outbound", "out")):
            report, file = self.run_filter(expression)
            self.assertEqual(report.total(), report.total(direction=direction))
            mac = self.near.link("veth0")["address"]
            which = f"{'not ' if direction == 'in' else ''}ether src {mac}"
            self.assertEqual(report.total(), filters.packets_of(file, which))

    def test_a_device_without_link_header(self):
        if not netns.TUN_DEVICE.exists():
            self.skipTest("there is no /dev/net/tun")
        self.near.run("ip", "tuntap", "add", "dev", "tun0", "mode", "tun")
        netns.up(self.near, "tun0", "10.79.0.1/24")
        refused = support.Running(self, self.near, 'interfaces = ["tun0"]\nfilter = "ether host 2:0:0:0:0:1"')
        self.assertNotEqual(refused.process.wait(20), 0)
        self.assertIn('interface tun0: filter "ether host 2:0:0:0:0:1": ethernet addresses supported only on', refused.log())
        run = self.hookline(self.near, 'interfaces = ["tun0", "veth0"]\nfilter = "udp port 9 and udp[8:4] = 0x686f6f6b"')
        self.near.call(send_to_tun)
        self.far.call(frames.send, "veth0", [frames.udp_frame(1, b"hookline"), frames.udp_frame(1, b"nothook.")])
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(interface="tun0", direction="in"), (5, 5 * 36))
        self.assertEqual(report.total(interface="veth0"), (1, 50))
        self.assertGreaterEqual(report.amount("filtered", "filter")[0], 8)

    def test_super_packets_are_counted_as_on_the_wire(self):
        """Rejected ones, too: the link has TSO on, and a frame of the wire is 1500 bytes and its header."""
        for namespace in (self.near, self.far):
            netns.set_offloads(namespace, "veth0", "on")
        before = self.counters()[1]
        report, _ = self.run_filter("icmp")
        after = self.counters()[1]
        self.assertEqual(report.total(direction="out"), (3, 3 * 98))
        self.assertGreater(after[0], before[0])
        self.assertGreater(report.amount("filtered", "filter")[0], 10)


if __name__ == "__main__":
    support.main("ping", "tcpdump", "ethtool")
