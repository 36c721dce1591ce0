#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rows against the interface's counters and a tcpdump capture, exactly, with offloads off: every packet is a frame."""
import subprocess
import time
import unittest

import netns
import support


class Counts(support.TestCase):
    def setUp(self):
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        netns.veth(self.near, self.far)
        for namespace in (self.near, self.far):
            netns.set_offloads(namespace, "veth0", "off")

    def bring_up(self):
        netns.up(self.near, "veth0", "10.77.0.1/24", "fd77::1/64")
        netns.up(self.far, "veth0", "10.77.0.2/24", "fd77::2/64")

    def traffic(self):
        self.near.run("ping", "-q", "-c", "7", "-i", "0.05", "10.77.0.2")
        self.near.run("ping", "-q", "-c", "11", "-i", "0.05", "-s", "1200", "fd77::2")
        server = self.far.start(self, "iperf3", "--server", "--bind", "10.77.0.2", stdout=subprocess.DEVNULL)
        time.sleep(0.5)
        self.near.run("iperf3", "--client", "10.77.0.2", "--bytes", "20M", "--connect-timeout", "5000")
        self.near.run("iperf3", "--client", "10.77.0.2", "--bytes", "20M", "--reverse")
        self.near.run("iperf3", "--client", "10.77.0.2", "--udp", "--bitrate", "20M", "--bytes", "2M")
        server.kill()
        self.near.run("ip", "neigh", "flush", "all")
        self.near.run("ping", "-q", "-c", "1", "10.77.0.2")

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
        self.assertEqual(report.total(direction="in"), after[0])
        self.assertEqual(report.total(direction="out"), after[1])
        both = tuple(after[0][part] + after[1][part] - before[0][part] - before[1][part] for part in (0, 1))
        self.assertEqual(captured, both, "tcpdump against the interface")
        for proto in ("TCP", "UDP", "ICMPv4", "IPv6-ICMP", "ARP"):
            self.assertGreater(report.total(proto=proto)[0], 0, proto)
        self.assertEqual(report.total(proto="ICMPv4", direction="out")[0], 8)
        self.assert_clean(self.near, "veth0")

    def counters(self):
        link = self.near.link("veth0")
        return [(link[way]["packets"], link[way]["bytes"]) for way in ("rx", "tx")]

    def test_tcx(self):
        self.assert_exact("tcx")

    def test_clsact(self):
        self.assert_exact("clsact")

    def test_one_direction_and_no_arp(self):
        run = self.hookline(self.near, 'interfaces = ["veth0"]\ndirection = "in"\nno_arp = true')
        self.bring_up()
        self.near.run("ping", "-q", "-c", "5", "-i", "0.05", "10.77.0.2")
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(direction="out"), (0, 0))
        self.assertEqual(report.total(proto="ARP"), (0, 0))
        self.assertGreaterEqual(report.filtered[0], 1)
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
