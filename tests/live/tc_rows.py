#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Frames of all kinds on the real hook: which rows they make, and that none is lost without a word."""
import subprocess
import time

import frames
import netns
import support


class Rows(support.TestCase):
    def setUp(self):
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        netns.veth(self.near, self.far)
        for namespace in (self.near, self.far):
            namespace.sysctl("net.ipv6.conf.all.disable_ipv6", 1)
            netns.up(namespace, "veth0")

    def send(self, sent):
        self.far.call(frames.send, "veth0", sent)

    def counters(self, way="rx"):
        link = self.near.link("veth0")[way]
        return link["packets"], link["bytes"]

    def finish(self, run):
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.seen, self.counters(), "everything that the device received was seen")
        return report

    def test_fragments_are_one_flow(self):
        """20 datagrams in 6 fragments each: their later fragments have no ports to read."""
        netns.set_offloads(self.far, "veth0", "off")
        run = self.hookline(self.near, 'interfaces = ["veth0"]\ndirection = "in"')
        sent = []
        for number in range(20):
            datagram = frames.udp(5000, 6000, bytes([number]) * 8000)
            for start in range(0, len(datagram), 1480):
                part = datagram[start:start + 1480]
                more = 0x2000 if start + 1480 < len(datagram) else 0
                sent.append(frames.ethernet(frames.ipv4(part, 17, identification=number + 1,
                                                        fragment=more | start // 8)))
        self.send(sent)
        report = self.finish(run)
        self.assertEqual(len(report.rows), 1, report.rows)
        self.assertEqual(report.total(srcPort=5000, dstPort=6000), (len(sent), sum(map(len, sent))))

    def test_vlan_tags(self):
        """The kernel takes the outer tag out of the frame before tc sees it."""
        run = self.hookline(self.near, 'interfaces = ["veth0"]\ndirection = "in"')
        plain = frames.udp_frame(1)
        single = frames.vlan(plain, 101)
        double = frames.vlan(frames.vlan(plain, 202), 101, 0x88A8)
        self.send([plain] * 2 + [single] * 3 + [double] * 5)
        report = self.finish(run)
        self.assertEqual(report.total(vlan=None), (2, 2 * len(plain)))
        self.assertEqual(report.total(vlan=101, innerVlan=None), (3, 3 * len(single)))
        self.assertEqual(report.total(vlan=101, innerVlan=202), (5, 5 * len(double)))

    def test_frames_that_are_not_ip(self):
        run = self.hookline(self.near, 'interfaces = ["veth0"]\ndirection = "in"')
        sent = [frames.ethernet(bytes(46), ethertype) for ethertype in (0x88CC, 0x8847, 0x8863, 0x1234, 0x0026)]
        self.send(sent)
        report = self.finish(run)
        self.assertEqual(len(report.rows), len(sent))

    def test_jumbo_frames(self):
        for namespace in (self.near, self.far):
            namespace.run("ip", "link", "set", "veth0", "mtu", "9000")
        run = self.hookline(self.near, 'interfaces = ["veth0"]')
        self.send([frames.udp_frame(1, bytes(8972))] * 3)
        self.assertEqual(self.finish(run).total(), (3, 3 * 9014))

    def test_many_flows(self):
        """More than the original's table holds: all of them have a row."""
        flows = 140_000
        run = self.hookline(self.near, 'interfaces = ["veth0"]\ndirection = "in"')
        self.far.call(frames.send_udp_flows, "veth0", flows)
        time.sleep(1)
        report = self.finish(run)
        self.assertEqual(report.lost, (0, 0))
        self.assertEqual(report.total(), (flows, flows * 62))
        self.assertEqual(len(report.rows), flows)

    def test_more_flows_than_room_are_counted_by_network(self):
        run = self.hookline(self.near, 'interfaces = ["veth0"]\ndirection = "in"\nmax_entries = 1')
        self.far.call(frames.send_udp_flows, "veth0", 50_000)
        report = self.finish(run)
        self.assertEqual(report.lost, (0, 0))
        self.assertEqual(report.total(), (50_000, 50_000 * 62))
        others = [row for row in report.rows if row.get("other")]
        packets = sum(row["packets"] for row in others)
        self.assertGreater(packets, 5_000)
        noted = report.amount("noted", "other_by_network")[0] + report.amount("noted", "other_by_protocol")[0]
        self.assertEqual(noted, packets)
        self.assertEqual({row["proto"] for row in others}, {"UDP"})
        self.assertEqual({row.get("srcPort", 0) for row in others}, {0})
        self.assertIn("under pressure", report.log)

    def test_known_flows_while_it_drains(self):
        """200 flows without pause over several drains: what a bank's flip leaves behind would be missing."""
        run = self.hookline(self.near, 'interfaces = ["veth0"]\ndirection = "in"')
        for _ in range(12):
            self.send([frames.udp_frame(flow) for flow in range(200)] * 100)
        report = self.finish(run)
        self.assertEqual(report.total(), (240_000, 240_000 * 62))
        self.assertEqual(len(report.rows), 200)

    def test_ends_at_any_moment(self):
        """Under traffic, at different moments between two ticks: while a bank is awaited, read, or at rest."""
        netns.add_addresses(self.near, "veth0", "10.77.0.1/24")
        netns.add_addresses(self.far, "veth0", "10.77.0.2/24")
        self.far.start(self, "ping", "-q", "-f", "10.77.0.1", stdout=subprocess.DEVNULL)
        for moment in range(10):
            run = self.hookline(self.near, 'interfaces = ["veth0"]')
            time.sleep(0.35 + 0.02 * moment)
            report = run.stop()
            self.assert_balanced(report)
            self.assertGreater(report.seen[0], 0)


if __name__ == "__main__":
    support.main("ethtool", "ping")
