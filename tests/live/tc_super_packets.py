#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""With GSO and GRO one packet of the kernel stands for many frames. The truth is what a device without offloads sends.

near (offloads on) == router (on towards near, off towards far) == far (off): the router's far side cuts every
super-packet into frames, and its counters tell how many there were.
"""
import socket
import struct
import subprocess
import time

import frames
import netns
import support

UDP_SEGMENT = 103  # <linux/udp.h>


def send_udp_super_packets(count, segments, size):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setsockopt(socket.SOL_UDP, UDP_SEGMENT, size)
        for _ in range(count):
            sender.sendto(bytes(segments * size), ("10.78.0.2", 9))


class SuperPackets(support.TestCase):
    def setUp(self):
        self.near, self.router, self.far = (netns.Namespace(self) for _ in range(3))
        netns.veth(self.near, self.router, "veth0", "near0")
        netns.veth(self.router, self.far, "far0", "veth0")
        netns.set_offloads(self.router, "far0", "off")
        netns.set_offloads(self.far, "veth0", "off")
        self.router.sysctl("net.ipv4.ip_forward", 1)
        for namespace in (self.near, self.router, self.far):
            namespace.sysctl("net.ipv6.conf.all.disable_ipv6", 1)

    def bring_up(self):
        netns.up(self.near, "veth0", "10.77.0.1/24")
        netns.up(self.router, "near0", "10.77.0.2/24")
        netns.up(self.router, "far0", "10.78.0.1/24")
        netns.up(self.far, "veth0", "10.78.0.2/24")
        self.near.run("ip", "route", "add", "default", "via", "10.77.0.2")
        self.far.run("ip", "route", "add", "default", "via", "10.78.0.1")
        self.near.run("ping", "-q", "-c", "1", "10.78.0.2")

    def assert_exact(self, way, traffic):
        self.need(way)
        options = f'attach = "{way}"\nno_arp = true'
        runs = [self.hookline(self.near, f'interfaces = ["veth0"]\n{options}'),
                self.hookline(self.router, f'interfaces = ["near0", "far0"]\n{options}')]
        self.bring_up()
        traffic()
        near, router = (run.stop() for run in runs)
        for report in (near, router):
            self.assert_balanced(report)
        link = self.router.link("far0")
        arp = [router.amount("filtered", "no_arp")[0], near.amount("filtered", "no_arp")[0]]
        self.assertGreater(min(arp), 0)
        # far0's counters hold its ARP frames, of 42 bytes each way, which have no rows.
        for proto in ("TCP", "UDP", "ICMPv4"):
            for direction, other in (("out", "in"), ("in", "out")):
                cut = router.total(interface="far0", direction=direction, proto=proto)
                self.assertEqual(near.total(direction=direction, proto=proto), cut, f"near {proto} {direction}")
                self.assertEqual(router.total(interface="near0", direction=other, proto=proto), cut,
                                 f"router {proto} {other}")
        for direction, way in (("out", "tx"), ("in", "rx")):
            packets, size = router.total(interface="far0", direction=direction)
            frames_of_arp = link[way]["packets"] - packets
            self.assertLess(frames_of_arp, 10)
            self.assertEqual(link[way]["bytes"] - size, 42 * frames_of_arp, f"far0 {way}")
        return near, self.near.link("veth0")

    def tcp(self):
        # A window below the 1000 frames that a receiver's backlog holds: what it drops the hook has counted. And below
        # the kernel's default limit (net.core.rmem_max), which iperf3 insists on.
        client = ("iperf3", "--client", "10.78.0.2", "--window", "200K", "--connect-timeout", "5000", "--bytes", "40M")
        # A server each: one that is still tidying up after a client refuses the next.
        for port, way in (("5201", ()), ("5202", ("--reverse",))):
            server = self.far.start(self, "iperf3", "--server", "--one-off", "--port", port, stdout=subprocess.DEVNULL)
            time.sleep(0.5)
            self.near.run(*client, "--port", port, *way)
            server.wait(10)

    def assert_had_super_packets(self, near, link):
        """Else the test has shown nothing."""
        self.assertLess(link["tx"]["packets"] * 3, near.total(direction="out")[0])

    def test_tcp_tcx(self):
        self.assert_had_super_packets(*self.assert_exact("tcx", self.tcp))

    def test_tcp_clsact(self):
        self.assert_had_super_packets(*self.assert_exact("clsact", self.tcp))

    def check_udp(self, way):
        if "tx-udp-segmentation: off [fixed]" in self.near.run("ethtool", "-k", "veth0"):
            self.skipTest("this kernel's veth devices take no UDP super-packets")
        near, link = self.assert_exact(way, lambda: self.near.call(send_udp_super_packets, 17, 23, 1000))
        self.assertEqual(near.total(proto="UDP", direction="out"), (17 * 23, 17 * 23 * 1042))
        self.assert_had_super_packets(near, link)

    def test_udp_tcx(self):
        self.check_udp("tcx")

    def test_udp_clsact(self):
        self.check_udp("clsact")


IFF_TUN, IFF_TAP, IFF_NO_PI, IFF_VNET_HDR = 0x0001, 0x0002, 0x1000, 0x4000
VIRTIO_GSO_NONE, VIRTIO_GSO_TCPV4 = 0, 1
NEEDS_CSUM = 1


def virtio_header(network, payload, segment_size):
    """struct virtio_net_hdr: how long the headers are, where the checksum goes, and no count of segments."""
    header_size = network + 40
    if payload <= segment_size:
        return struct.pack("<BBHHHH", NEEDS_CSUM, VIRTIO_GSO_NONE, 0, 0, network + 20, 16)
    return struct.pack("<BBHHHH", NEEDS_CSUM, VIRTIO_GSO_TCPV4, header_size, segment_size, network + 20, 16)


class Tun(support.TestCase):
    """What a virtual machine or a VPN hands over: super-packets that do not say how many segments they are."""

    def setUp(self):
        if not netns.TUN_DEVICE.exists():
            self.skipTest("there is no /dev/net/tun")
        self.namespace = netns.Namespace(self)
        self.namespace.sysctl("net.ipv6.conf.all.disable_ipv6", 1)

    def send(self, kind, link_header, sizes):
        with open(netns.open_tun("tun0", kind | IFF_NO_PI | IFF_VNET_HDR), "wb", buffering=0) as tun:
            for payload in sizes:
                packet = frames.ipv4(frames.tcp(4000, 9, bytes(payload)), 6, "10.79.0.2", "10.79.0.1")
                if link_header:
                    packet = frames.ethernet(packet)
                tun.write(virtio_header(link_header, payload, 1000) + packet)

    def check(self, mode, kind, link_header):
        self.namespace.run("ip", "tuntap", "add", "dev", "tun0", "mode", mode, "vnet_hdr")
        netns.up(self.namespace, "tun0", "10.79.0.1/24")
        run = self.hookline(self.namespace, 'interfaces = ["tun0"]')
        sizes = [1, 1000, 1001, 7000, 60001]
        self.namespace.call(self.send, kind, link_header, sizes)
        report = run.stop()
        self.assert_balanced(report)
        segments = sum(-(-size // 1000) for size in sizes)
        self.assertEqual(report.total(direction="in", srcPort=4000, interface="tun0"),
                         (segments, sum(sizes) + segments * (link_header + 40)), report.rows)

    def test_l3_device(self):
        self.check("tun", IFF_TUN, 0)

    def test_ethernet_device(self):
        self.check("tap", IFF_TAP, 14)


if __name__ == "__main__":
    support.main("iperf3", "ping", "ethtool")
