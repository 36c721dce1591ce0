#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Frames of all kinds on the real hook: which rows they make, and that none is lost without a word."""
import os
import pathlib
import subprocess
import sys
import time

import frames
import netns
import support

FOREIGN = pathlib.Path(__file__).with_name("foreign_program.py")
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
MODES = ("native", "generic")


class Rows(support.TestCase):
    plugin = "xdp"

    def setUp(self):
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        netns.veth(self.near, self.far)
        for namespace in (self.near, self.far):
            namespace.sysctl("net.ipv6.conf.all.disable_ipv6", 1)
            namespace.sysctl("net.ipv6.conf.default.disable_ipv6", 1)
            netns.up(namespace, "veth0")

    def start(self, mode, options=""):
        return self.hookline(self.near, f'interfaces = ["veth0"]\nmode = "{mode}"\n{options}')

    def send(self, sent):
        self.far.call(frames.send, "veth0", sent)

    def test_vlan_tags_in_the_frame(self):
        plain = frames.udp_frame(1)
        single = frames.vlan(plain, 101)
        double = frames.vlan(frames.vlan(plain, 202), 101, 0x88A8)
        for mode in MODES:
            with self.subTest(mode=mode):
                run = self.start(mode)
                self.send([plain] * 2 + [single] * 3 + [double] * 5)
                report = run.stop()
                self.assert_balanced(report)
                self.assertEqual(report.total(vlan=None), (2, 2 * len(plain)))
                self.assertEqual(report.total(vlan=101, innerVlan=None), (3, 3 * len(single)))
                self.assertEqual(report.total(vlan=101, innerVlan=202), (5, 5 * len(double)))

    def test_vlan_tags_beside_the_frame(self):
        """As a VLAN device sends it, or a network card receives it that takes tags out: XDP sees the frame without. The
        plugin says so. Where the sender has no room beside the frame (txvlan off), all is well."""
        self.need("tcx")
        tagger = self.far.start(self, sys.executable, FOREIGN, "veth0", "tag", stdout=subprocess.PIPE, text=True)
        self.assertTrue(tagger.stdout.readline().startswith("attached"))
        plain = frames.udp_frame(1)
        for mode in MODES:
            for offload, tag in (("on", None), ("off", 101)):
                with self.subTest(mode=mode, offload=offload):
                    self.far.run("ethtool", "-K", "veth0", "txvlan", offload)
                    run = self.start(mode)
                    self.assertIn("veth0: VLAN tags that are taken out of a frame", run.log())
                    self.send([plain] * 7)
                    report = run.stop()
                    self.assert_balanced(report)
                    self.assertEqual(report.total(vlan=tag), (7, 7 * (len(plain) + (4 if tag else 0))), report.rows)

    def test_frames_that_are_not_ip(self):
        run = self.start("native")
        sent = [frames.ethernet(bytes(46), ethertype) for ethertype in (0x88CC, 0x8847, 0x8863, 0x1234, 0x0026)]
        self.send(sent)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(len(report.rows), len(sent))

    def test_fragments_are_one_flow(self):
        for mode in MODES:
            with self.subTest(mode=mode):
                run = self.start(mode)
                datagram = frames.udp(5000, 6000, bytes(8000))
                parts = [(start, datagram[start:start + 1480]) for start in range(0, len(datagram), 1480)]
                sent = [frames.ethernet(frames.ipv4(part, 17, identification=9, fragment=start // 8 |
                                                    (0x2000 if start + 1480 < len(datagram) else 0)))
                        for start, part in parts]
                self.send(sent)
                report = run.stop()
                self.assert_balanced(report)
                self.assertEqual(len(report.rows), 1, report.rows)
                self.assertEqual(report.total(srcPort=5000, dstPort=6000), (len(sent), sum(map(len, sent))))

    def test_many_flows(self):
        flows = 50_000
        run = self.start("native")
        self.far.call(frames.send_udp_flows, "veth0", flows)
        time.sleep(1)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.lost, (0, 0))
        self.assertEqual((report.total(), len(report.rows)), ((flows, flows * 62), flows))


class Layer3(support.TestCase):
    """A device without a link header: there is no EtherType, the packet itself says what it is."""
    plugin = "xdp"

    def setUp(self):
        if not netns.TUN_DEVICE.exists():
            self.skipTest("there is no /dev/net/tun")
        self.namespace = netns.Namespace(self)
        self.namespace.sysctl("net.ipv6.conf.all.disable_ipv6", 1)

    @staticmethod
    def send(count):
        tun = netns.open_tun("tun0", IFF_TUN | IFF_NO_PI)
        for _ in range(count):
            os.write(tun, frames.ipv4(frames.udp(4000, 9), 17, "10.79.0.2", "10.79.0.1"))
        os.close(tun)

    def test_tun(self):
        self.namespace.run("ip", "tuntap", "add", "dev", "tun0", "mode", "tun")
        netns.up(self.namespace, "tun0", "10.79.0.1/24")
        run = self.hookline(self.namespace, 'interfaces = ["tun0"]')
        self.assertIn("tun0: attached in generic mode", run.log())
        self.namespace.call(self.send, 13)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(proto="UDP", srcIp="10.79.0.2", srcPort=4000), (13, 13 * 48), report.rows)


if __name__ == "__main__":
    support.main("ethtool")
