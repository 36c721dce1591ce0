#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Processes on the rows of the wire: whose they are, how sure that is, and nothing of the wire is missing."""
import json
import os
import socket
import time

import attribution_runs as runs
import cgroup_members as members
import frames
import netns
import support

NEAR, FAR = runs.NEAR, runs.FAR
WEB, ECHO, CLOSED = 8000, 5353, 81
SHORT, AT_ONCE, FIRST_PORT = 1000 // netns.SLOWDOWN, 20, 20001


def short_connections(channel, count):
    """A process for each connection, gone before anybody looks; some at the same time. Says their pids, by port."""
    members.step(channel)
    pids = {}
    for first in range(0, count, AT_ONCE):
        for port in range(FIRST_PORT + first, FIRST_PORT + min(count, first + AT_ONCE)):
            if (child := os.fork()) == 0:
                members.set_name("hl-short")
                runs.ask(FAR, WEB, (NEAR, port))
                os._exit(0)
            pids[port] = child
        for _ in range(first, min(count, first + AT_ONCE)):
            assert os.wait()[1] == 0
    channel.send(json.dumps(list(pids.items())).encode())


def ask_many(channel, address, count):
    members.set_name("hl-asker")
    members.step(channel)
    for _ in range(count):
        runs.ask(address, WEB)
    members.step(channel)


def datagrams(channel, is_connected, count):
    members.set_name("hl-udp")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.settimeout(10)
        if is_connected:
            made.connect((FAR, ECHO))
        members.step(channel)
        for _ in range(count):
            if is_connected:
                made.send(bytes(50))
            else:
                made.sendto(bytes(50), (FAR, ECHO))
            made.recvfrom(100)
    members.step(channel)


def echo(channel, address):
    members.set_name("hl-echo")
    members.echo(channel, address, ECHO)


def hold(channel):
    """Opens sockets and leaves them alone."""
    members.set_name("hl-holder")
    tcp = socket.create_connection((FAR, WEB), 10)
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind((NEAR, 4001))
    udp.connect((FAR, ECHO))
    members.step(channel)
    del tcp


def send_unasked(channel):
    """To those sockets."""
    with socket.create_server((FAR, WEB)) as listener, members.udp(FAR, ECHO) as udp:
        channel.send(b"done")
        tcp = listener.accept()[0]
        members.step(channel)
        for _ in range(3):
            tcp.sendall(bytes(100))
            udp.sendto(bytes(100), (NEAR, 4001))
        time.sleep(0.3)
        members.step(channel)
        tcp.close()


def fail_to_connect(channel, address, port):
    members.set_name("hl-fails")
    members.step(channel)
    try:
        socket.create_connection((address, port), 0.7)
    except OSError:
        pass
    members.step(channel)


class Tcp(runs.TestCase):
    def test_short_connections(self):
        """Each in a process of its own: its rows of both directions say so, exactly."""
        self.process(runs.serve, FAR, WEB, namespace=self.far).wait_for()
        client = self.process(short_connections, SHORT).wait_for()
        run = self.watch()
        client.channel.settimeout(60 * netns.SLOWDOWN)
        client.say()
        began = time.monotonic()
        pids = dict(json.loads(client.channel.recv(1_000_000)))
        print(f"{SHORT / (time.monotonic() - began):.0f} processes with a connection a second")
        rows = self.rows(run)
        self.assertEqual({port for row in rows for port in (row["src_port"], row["dst_port"])}, {WEB, *pids})
        for row in rows:
            port = row["src_port" if row["direction"] == "out" else "dst_port"]
            self.assertEqual((row.get("pid"), row.get("comm"), row.get("attribution")), (pids[port], "hl-short", "exact"),
                             row)
        directions = {(row["direction"], row["pid"]) for row in rows}
        self.assertEqual(len(directions), 2 * SHORT)
        self.assertEqual(self.report.amount("noted", "no_process"), (0, 0))

    def test_a_server(self):
        """A SYN that is drained before its connection is accepted is its listener's, as far as is known."""
        for address in (NEAR, "0.0.0.0"):
            with self.subTest(address):
                run = self.watch()
                server = self.process(runs.serve, address, WEB).wait_for()
                client = self.process(ask_many, NEAR, 20, namespace=self.far).wait_for()
                client.go()
                rows = self.rows(run)
                for direction in ("in", "out"):
                    self.assert_whose(rows, server.pid, "hl-server", direction, "exact", "last-owner")
                self.assertIn("exact", {row["attribution"] for row in rows})
                server.end()

    def test_connections_that_fail(self):
        """One that is refused; one that nobody answers, on the way to a host that forwards nothing."""
        self.near.run("ip", "route", "add", "10.78.0.0/24", "via", FAR)
        refused = self.process(fail_to_connect, FAR, CLOSED).wait_for()
        silent = self.process(fail_to_connect, "10.78.0.1", WEB).wait_for()
        run = self.watch()
        refused.go()
        silent.go()
        rows = self.rows(run)
        for direction in ("out", "in"):
            self.assert_whose(runs.ports(rows, None, CLOSED), refused.pid, "hl-fails", direction, "exact")
        if self.lists_sockets(run):  # 5.11; from 5.12 on a socket that has no port yet is known by its cookie
            self.assert_whose(runs.ports(rows, None, WEB), silent.pid, "hl-fails", "out", "exact")
        self.assertEqual(runs.select(runs.ports(rows, None, WEB), direction="in"), [])


class Udp(runs.TestCase):
    def check_client(self, is_connected, sureness):
        self.process(echo, FAR, namespace=self.far).wait_for()
        client = self.process(datagrams, is_connected, 7).wait_for()
        run = self.watch()
        client.go()
        rows = self.rows(run)
        for direction in ("out", "in"):
            self.assertEqual(runs.sum_of(rows, "packets", direction=direction), 7)
        self.assert_whose(rows, client.pid, "hl-udp", "out", "exact")
        self.assert_whose(rows, client.pid, "hl-udp", "in", sureness)

    def test_connected(self):
        self.check_client(True, "exact")

    def test_not_connected(self):
        """Its socket has no address: what comes is told by the port."""
        self.check_client(False, "last-owner")

    def test_a_server_on_all_addresses(self):
        server = self.process(echo, "0.0.0.0").wait_for()
        run = self.watch()
        client = members.Process(self, self.far, None, ask_echo).wait_for()
        client.go()
        rows = self.rows(run)
        self.assert_whose(rows, server.pid, "hl-echo", "in", "last-owner")
        self.assert_whose(rows, server.pid, "hl-echo", "out", "exact")


def ask_echo(channel):
    with members.udp(FAR, 4002) as made:
        made.connect((NEAR, ECHO))
        members.step(channel)
        members.exchange(made, 7, 50)
    members.step(channel)


class Others(runs.TestCase):
    def test_open_before_the_start(self):
        """Nobody calls anything on these sockets: they were found when it started."""
        sender = self.process(send_unasked, namespace=self.far).wait_for()
        holder = self.process(hold).wait_for()
        sender.wait_for()
        run = self.watch()
        if not self.lists_sockets(run):
            self.skipTest("this kernel cannot list open sockets")
        sender.go()
        rows = self.rows(run)
        for protocol, near, far in (("TCP", None, WEB), ("UDP", 4001, ECHO)):
            found = runs.ports(runs.select(rows, proto=protocol), near, far)
            self.assert_whose(found, holder.pid, "hl-holder", "in", "exact")
        self.assert_whose(runs.ports(rows, None, WEB), holder.pid, "hl-holder", "out", "exact")

    def test_forwarded(self):
        """Frames of nobody's socket, on their way through: no process, also where one has the same ports here."""
        third = netns.Namespace(self)
        third.sysctl("net.ipv6.conf.default.disable_ipv6", 1)
        netns.veth(self.near, third, "veth1", "veth0")
        netns.up(self.near, "veth1", "10.79.0.1/24")
        netns.up(third, "veth0", "10.79.0.2/24")
        netns.wait_for_carrier(self.near, "veth1")
        self.near.run("ip", "neigh", "replace", "10.79.0.2", "lladdr", third.link("veth0")["address"], "dev", "veth1",
                      "nud", "permanent")
        self.near.sysctl("net.ipv4.ip_forward", 1)
        self.process(echo, "0.0.0.0").wait_for()
        run = self.watch(interfaces='"veth0", "veth1"')
        to = bytes.fromhex(self.near.link("veth0")["address"].replace(":", ""))
        packet = frames.ipv4(frames.udp(4003, ECHO, bytes(58)), 17, FAR, "10.79.0.2")
        frame = to + frames.SOURCE_MAC + b"\x08\x00" + packet
        self.far.call(frames.send, "veth0", [frame] * 11)
        rows = [row for row in self.rows(run) if row["proto"] == "UDP"]
        self.assertEqual(sorted((row["interface"], row["direction"], row["packets"]) for row in rows),
                         [("veth0", "in", 11), ("veth1", "out", 11)])
        self.assertEqual([row for row in rows if "pid" in row or "attribution" in row], [])
        self.assertEqual(self.report.amount("noted", "no_process"), (22, 22 * len(frame)))

    def test_without(self):
        self.process(runs.serve, FAR, WEB, namespace=self.far).wait_for()
        client = self.process(ask_many, FAR, 3).wait_for()
        run = self.watch("attribution = false")
        client.go()
        rows = self.rows(run)
        self.assertEqual({key for row in rows for key in row} &
                         {"pid", "comm", "uid", "cgroup", "attribution", "srtt", "retransmitted_packets"}, set())
        self.assertEqual(self.report.amount("noted", "no_process"), (0, 0))


if __name__ == "__main__":
    if not members.cgroup2_mount():
        support._skip("no cgroup v2 is mounted")
    support.main("ping", "ethtool")
