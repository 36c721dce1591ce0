#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How much the traffic is: rows against what was sent, against the device, and against the ledger."""
import socket

import cgroup_members as members
import netns
from cgroup_members import FAR, NEAR, UDP4, UDP6, step

SO_RCVBUFFORCE = 33  # asm-generic/socket.h


def ask_udp(channel, address, port, count, size):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_DGRAM)
    made.settimeout(10)
    made.connect((address, port))
    step(channel)
    members.exchange(made, count, size)
    step(channel)


def sink(channel, address, port):
    listener = socket.create_server((address, port))
    step(channel)
    made = listener.accept()[0]
    while made.recv(1 << 20):
        pass
    made.close()
    step(channel)


def pour(channel, address, port, size):
    made = socket.create_connection((address, port), 10)
    step(channel)
    made.settimeout(60)
    made.sendall(bytes(size))
    made.shutdown(socket.SHUT_WR)
    made.recv(1)
    made.close()
    step(channel)


def flood(channel, address, port, flows, packets):
    """Of many ports; without waiting for anything."""
    step(channel)
    for _ in range(flows):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
            made.connect((address, port))
            for _ in range(packets):
                made.send(bytes(100))
    step(channel)


def take(channel, port, count):
    made = members.udp(NEAR, port)
    made.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 28)
    step(channel)
    for _ in range(count):
        made.recv(1000)
    step(channel)


class Counts(members.TestCase):
    def test_two_members_count_once(self):
        run = self.watch()
        server = self.member(members.echo, NEAR, 9000).wait_for()
        client = self.member(ask_udp, NEAR, 9000, 21, 100).wait_for().go()
        report = self.finish(run)
        amount = (21, 21 * (UDP4 + 100))
        for pid in (server.pid, client.pid):
            for direction in ("in", "out"):
                self.assertEqual(report.total(pid=pid, direction=direction), amount)
        self.assertEqual(report.delivered, (42, 42 * (UDP4 + 100)))
        self.assertEqual(report.amount("noted", "repeated"), report.delivered)
        for row in report.rows:
            repeated = (row.get("repeatedPackets", 0), row.get("repeatedBytes", 0))
            self.assertEqual(repeated, amount if row["direction"] == "in" else (0, 0), row)

    def test_a_connection_of_two_members(self):
        run = self.watch()
        server = self.member(sink, NEAR, 8080).wait_for()
        client = self.member(pour, NEAR, 8080, 3_000_000)
        server.say()
        client.wait_for().go()
        server.wait_for()
        report = self.finish(run)
        self.assertEqual(report.total(direction="in"), report.total(direction="out"))
        self.assertEqual(report.delivered, report.total(direction="out"))
        self.assertGreater(report.delivered[1], 3_000_000)

    def test_children_are_told_apart(self):
        self.stranger(members.echo, FAR, 9000).wait_for()
        children = [members.Cgroup(self, self.cgroup, name) for name in ("a", "b")]
        run = self.watch()
        late = members.Cgroup(self, self.cgroup, "late")
        for number, cgroup in enumerate([self.cgroup, *children, late]):
            self.member(ask_udp, FAR, 9000, 3 + number, 10, cgroup=cgroup).wait_for().go()
        report = self.finish(run)
        for number, cgroup in enumerate([self.cgroup, *children, late]):
            count = 3 + number
            self.assertEqual(report.total(cgroup=cgroup.name, direction="out"), (count, count * (UDP4 + 10)))

    def test_others_are_not_counted(self):
        self.stranger(members.echo, FAR, 9000).wait_for()
        other = members.Cgroup(self)
        run = self.watch()
        self.member(ask_udp, FAR, 9000, 5, 10, cgroup=other).wait_for().go()
        self.assertEqual(self.finish(run).rows, [])

    def test_one_direction(self):
        self.stranger(members.echo, FAR, 9000).wait_for()
        run = self.watch(options='direction = "in"')
        self.member(ask_udp, FAR, 9000, 5, 10).wait_for().go()
        report = self.finish(run)
        self.assertEqual(report.total(), (5, 5 * (UDP4 + 10)))
        self.assertEqual(report.total(direction="in"), report.total())

    def test_ipv6(self):
        for namespace, number in ((self.near, 1), (self.far, 2)):
            namespace.sysctl("net.ipv6.conf.veth0.disable_ipv6", 0)
            netns.add_addresses(namespace, "veth0", f"fd77::{number}/64")
        self.stranger(members.echo, "fd77::2", 9000, socket.AF_INET6).wait_for()
        run = self.watch()
        process = self.member(ask_udp, "fd77::2", 9000, 17, 1000).wait_for().go()
        report = self.finish(run)
        for direction, address in (("out", "fd77::2"), ("in", "fd77::1")):
            self.assertEqual(report.total(direction=direction, proto="UDP", pid=process.pid, dstIp=address),
                             (17, 17 * (UDP6 + 1000)))

    def bulk(self, from_member):
        """Super-packets in the socket, frames on the wire: what the device has counted, less its headers."""
        run = self.watch()
        before = self.near.link("veth0")
        ends = [self.member, self.stranger]
        server = ends[from_member](sink, FAR if from_member else NEAR, 8080).wait_for()
        client = ends[not from_member](pour, FAR if from_member else NEAR, 8080, 20_000_000)
        server.say()
        client.wait_for().go()
        server.wait_for()
        report = self.finish(run)
        self.assert_wire(report, before)
        self.assertGreater(report.total(direction="out" if from_member else "in")[1], 20_000_000)

    def test_sent_in_bulk(self):
        # Segmentation in the sockets, as by default; the device has none, and counts frames.
        self.near.run("ethtool", "-K", "veth0", "gso", "on")
        self.bulk(True)

    def test_received_in_bulk(self):
        self.bulk(False)

    def test_fragments_are_datagrams(self):
        self.stranger(members.echo, FAR, 9000).wait_for()
        run = self.watch()
        self.member(ask_udp, FAR, 9000, 4, 20_000).wait_for().go()
        report = self.finish(run)
        for direction in ("in", "out"):
            self.assertEqual(report.total(direction=direction), (4, 4 * (UDP4 + 20_000)))

    def test_ping(self):
        self.near.sysctl("net.ipv4.ping_group_range", "0 0")
        run = self.watch()

        def ping(channel):
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)
            made.settimeout(10)
            made.connect((FAR, 0))
            step(channel)
            for number in range(3):
                made.send(bytes([8, 0, 0, 0, 0, 0, 0, number]) + bytes(56))
                made.recv(1000)
            step(channel)

        process = self.member(ping).wait_for().go()
        report = self.finish(run)
        for direction in ("in", "out"):
            self.assertEqual(report.total(direction=direction, proto="ICMPv4", pid=process.pid), (3, 3 * 84))

    def test_many_at_once_lose_nothing(self):
        each, receivers = 20_000, []
        run = self.watch()
        for port in range(9000, 9004):
            receivers.append(self.member(take, port, each).wait_for())
        senders = [self.member(flood, NEAR, port, 100, each // 100).wait_for() for port in range(9000, 9004)]
        for process in receivers + senders:
            process.say()
        for process in senders + receivers:
            process.channel.settimeout(60)
            process.wait_for()
        report = self.finish(run)
        amount = (4 * each, 4 * each * (UDP4 + 100))
        self.assertEqual(report.total(direction="out"), amount)
        self.assertEqual(report.total(direction="in"), amount)
        self.assertEqual(report.delivered, amount)
        for process in receivers:
            self.assertEqual(report.total(pid=process.pid), (each, each * (UDP4 + 100)))
        for process in senders:
            self.assertEqual(report.total(pid=process.pid), (each, each * (UDP4 + 100)))

    def test_more_flows_than_places(self):
        self.stranger(members.echo, FAR, 9000).wait_for()
        run = self.watch(options="max_entries = 1")
        process = self.member(flood, FAR, 9000, 2000, 3).wait_for().go()
        report = self.finish(run)
        by_process, others = report.total(direction="out", pid=process.pid), report.total(other=True)
        self.assertGreater(min(by_process[0], others[0]), 100)
        self.assertEqual(report.total(proto="UDP")[0] + others[0], report.delivered[0])
        self.assertGreaterEqual(by_process[0] + others[0], 6000)


if __name__ == "__main__":
    members.main()
