#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rows against the interface's counters and a tcpdump capture, exactly, with offloads off: every packet is a frame."""
import quiet_link
import support


class Counts(quiet_link.QuietLink):
    def assert_exact(self, way):
        self.need(way)
        run = self.hookline(self.near, f'interfaces = ["veth0"]\nattach = "{way}"')
        self.bring_up()
        finish_capture = self.capture(self.near, "veth0")
        before = self.counters()
        self.traffic()
        captured = finish_capture()
        after = self.counters()
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(self.counters(), after, "there was traffic after the measurement")
        self.assertEqual(self.near.link("veth0")["tx"]["dropped"], 0)
        self.assertEqual(report.total(direction="in"), after[0])
        self.assertEqual(report.total(direction="out"), after[1])
        both = tuple(after[0][part] + after[1][part] - before[0][part] - before[1][part] for part in (0, 1))
        self.assertEqual(captured, both, "tcpdump against the interface")
        for proto in ("TCP", "UDP"):
            self.assertGreater(report.total(proto=proto)[0], 1000, proto)
        self.assertEqual(report.total(proto="ICMPv4", direction="out"), (7, 7 * 98))
        self.assertEqual(report.total(proto="IPv6-ICMP", srcIp="fd77::1", dstIp="fd77::2"), (11, 11 * 1262))
        self.assertEqual(report.total(proto="ARP"), (1, 42))
        self.assert_clean(self.near, "veth0")

    def test_tcx(self):
        self.assert_exact("tcx")

    def test_clsact(self):
        self.assert_exact("clsact")

    def test_one_direction_and_no_arp(self):
        run = self.hookline(self.near, 'interfaces = ["veth0"]\ndirection = "in"\nno_arp = true')
        self.bring_up()
        self.near.run("ping", "-q", "-c", "5", "-i", "0.05", "10.77.0.2")
        self.far.run("ping", "-q", "-c", "1", "-W", "1", "10.77.0.99", check=False)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(direction="out"), (0, 0))
        self.assertEqual(report.total(proto="ARP"), (0, 0))
        self.assertEqual(report.filtered, (1, 42))
        self.assertEqual(report.amount("filtered", "no_arp"), report.filtered)
        self.assertEqual(report.seen, self.counters()[0])

    def test_loopback_has_a_row_for_each_direction(self):
        self.near.run("ip", "link", "set", "lo", "up")
        run = self.hookline(self.near, 'interfaces = ["lo"]')
        self.near.run("ping", "-q", "-c", "5", "-i", "0.05", "127.0.0.1")
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(direction="in"), (10, 980))
        self.assertEqual(report.total(direction="out"), (10, 980))


if __name__ == "__main__":
    support.main("iperf3", "ping", "tcpdump", "ethtool")
