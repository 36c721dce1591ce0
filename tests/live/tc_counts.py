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
        """And quiet: what the kernel sends on its own, when it likes, would come between two readings."""
        mac = {}
        for namespace in (self.far, self.near):
            namespace.sysctl("net.ipv4.neigh.veth0.mcast_solicit", 1)
            namespace.sysctl("net.ipv6.conf.veth0.router_solicitations", 0)
            namespace.sysctl("net.ipv6.conf.veth0.addr_gen_mode", 1)  # no link-local address
            netns.up(namespace, "veth0")
            mac[namespace] = namespace.link("veth0")["address"]
        for namespace, number, peer, other in ((self.near, 1, self.far, 2), (self.far, 2, self.near, 1)):
            netns.wait_for_carrier(namespace, "veth0")
            netns.add_addresses(namespace, "veth0", f"10.77.0.{number}/24", f"fd77::{number}/64")
            for address in (f"10.77.0.{other}", f"fd77::{other}"):
                namespace.run("ip", "neigh", "replace", address, "lladdr", mac[peer], "dev", "veth0")
        time.sleep(2.5)  # the reports of multicast groups (RFC 3810) are out

    def traffic(self):
        self.near.run("ping", "-q", "-c", "7", "-i", "0.05", "10.77.0.2")
        self.near.run("ping", "-q", "-c", "11", "-i", "0.05", "-s", "1200", "fd77::2")
        self.near.run("ping", "-q", "-c", "1", "-W", "1", "10.77.0.99", check=False)  # nobody's: one ARP request
        server = self.far.start(self, "iperf3", "--server", "--bind", "10.77.0.2", stdout=subprocess.DEVNULL)
        time.sleep(0.5)
        # A small window, so that the receiver's backlog never drops what the hook has counted.
        client = ("iperf3", "--client", "10.77.0.2", "--window", "64K", "--connect-timeout", "5000")
        self.near.run(*client, "--bytes", "20M")
        self.near.run(*client, "--bytes", "20M", "--reverse")
        self.near.run("iperf3", "--client", "10.77.0.2", "--udp", "--bitrate", "20M", "--bytes", "2M")
        server.kill()

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
