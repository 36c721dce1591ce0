#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whose the bytes are: containers with the same addresses, forked servers, threads, processes that are gone."""
import collections
import json
import os
import socket
import subprocess
import threading

import cgroup_members as members
import kprobe_runs as runs
import netns
import support

SERVER, CLIENT = ("10.77.0.1", 8000), ("10.77.0.1", 40000)
CROWD = runs.MOVER.with_name("crowd")


def bound(kind, address):
    made = socket.socket(socket.AF_INET, kind)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(address)
    made.settimeout(10)
    return made


def read_all(made):
    size = 0
    while data := made.recv(4093):
        size += len(data)
    return size


def serve_once(channel, answer):
    """Reads to the end, answers with so many bytes."""
    members.set_name("hl-server")
    with bound(socket.SOCK_STREAM, SERVER) as listener:
        listener.listen()
        members.step(channel)
        made = listener.accept()[0]
        read_all(made)
        made.sendall(bytes(answer))
        made.close()
    members.step(channel)


def ask_once(channel, question):
    members.set_name("hl-client")
    members.step(channel)
    with bound(socket.SOCK_STREAM, CLIENT) as made:
        made.connect(SERVER)
        made.sendall(bytes(question))
        made.shutdown(socket.SHUT_WR)
        read_all(made)
    members.step(channel)


def serve_by_child(channel):
    """The parent accepts, the child speaks; the parent's pid is the one that made both sockets."""
    with bound(socket.SOCK_STREAM, SERVER) as listener:
        listener.listen()
        members.step(channel)
        made = listener.accept()[0]
        child = os.fork()
        if child == 0:
            members.set_name("hl-worker")
            made.sendall(bytes(read_all(made)))
            os._exit(0)
        made.close()
        os.waitpid(child, 0)
    channel.send(str(child).encode())
    channel.recv(1)


def talk_in_threads(channel, count, size):
    """Threads with names of their own on one connected socket of datagrams."""
    members.set_name("hl-main")
    with bound(socket.SOCK_DGRAM, CLIENT) as made, bound(socket.SOCK_DGRAM, SERVER):
        made.connect(SERVER)
        members.step(channel)

        def talk(number):
            members.set_name(f"hl-thread-{number}")
            for _ in range(count):
                made.send(bytes(size))

        threads = [threading.Thread(target=talk, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    members.step(channel)


def talk_and_end(channel, size):
    """One datagram, and the process is gone."""
    members.set_name("hl-short")
    members.step(channel)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.sendto(bytes(size), SERVER)
    channel.send(b"done")
    os._exit(0)


def flows(rows, **wanted):
    """{(pid, direction): bytes} of the rows that have these values."""
    found = collections.Counter()
    for flow, amount in runs.flows_of(row for row in rows
                                      if all(row.get(key) == value for key, value in wanted.items())).items():
        found[flow.pid, flow.direction] += amount.bytes
    return dict(found)


class Owners(runs.TestCase):
    def space(self):
        made = runs.loopback(self)
        netns.add_addresses(made, "lo", f"{SERVER[0]}/32")
        return made

    def test_containers_with_the_same_addresses(self):
        spaces = [self.space(), self.space()]
        cgroups = [members.Cgroup(self), members.Cgroup(self)]
        run = self.watch(spaces[0])
        expected = {}
        for number, (space, cgroup) in enumerate(zip(spaces, cgroups)):
            question, answer = 1009 + number, 50021 + number
            server = members.Process(self, space, cgroup, serve_once, answer).wait_for()
            client = members.Process(self, space, cgroup, ask_once, question).wait_for()
            server.say()
            client.go()
            server.wait_for()
            expected[cgroup.name] = {(server.pid, "in"): question, (server.pid, "out"): answer,
                                     (client.pid, "out"): question, (client.pid, "in"): answer}
        report = self.finish(run)
        for cgroup, amounts in expected.items():
            self.assertEqual(flows(report.rows, cgroup=cgroup), amounts)
        addresses = {(row["srcIp"], row["dstIp"]) for row in report.rows if row.get("cgroup") in expected}
        self.assertEqual(addresses, {(SERVER[0], SERVER[0])})

    def test_a_forked_server(self):
        space, cgroup = self.space(), members.Cgroup(self)
        run = self.watch(space)
        server = members.Process(self, space, cgroup, serve_by_child).wait_for()
        client = members.Process(self, space, cgroup, ask_once, 20011).wait_for()
        server.say()
        client.go()
        child = int(server.channel.recv(100))
        report = self.finish(run)
        self.assertEqual(flows(report.rows, cgroup=cgroup.name),
                         {(child, "in"): 20011, (child, "out"): 20011, (client.pid, "out"): 20011,
                          (client.pid, "in"): 20011})
        self.assertEqual({row["comm"] for row in report.rows if row.get("pid") == child}, {"hl-worker"})

    def test_named_threads(self):
        space = self.space()
        run = self.watch(space)
        process = members.Process(self, space, None, talk_in_threads, 7, 101).wait_for()
        process.go()
        rows = [row for row in self.finish(run).rows if row.get("pid") == process.pid]
        self.assertEqual([(row["comm"], row["direction"], row["packets"], row["bytes"], row["uid"]) for row in rows],
                         [("hl-main", "out", 28, 28 * 101, 0)])

    def test_gone_before_the_drain(self):
        space = self.space()
        run = self.watch(space)
        expected = {}
        for size in range(101, 121):
            cgroup = members.Cgroup(self)
            process = members.Process(self, space, cgroup, talk_and_end, size).wait_for()
            process.go()
            os.waitpid(process.pid, 0)
            expected[process.pid] = ("hl-short", cgroup.name, size)
            process.pid = 0
            cgroup.remove()
        found = {row["pid"]: (row.get("comm"), row.get("cgroup"), row["bytes"]) for row in self.finish(run).rows
                 if row.get("pid") in expected}
        self.assertEqual(found, expected)


class Crowds(runs.TestCase):
    """Many short connections: each process has its row, or is in what the ledger or a row that says `other` counts."""

    def crowd(self, count, what):
        space = runs.loopback(self)
        run = self.watch(space)
        count //= netns.SLOWDOWN
        done = json.loads(space.run(CROWD, count, what, timeout=60))
        report = self.finish(run)
        print(f"{count / done['seconds']:.0f} connections a second, {what}")
        return done, report

    def assert_all_there(self, done, report):
        found = flows(report.rows)
        expected = {(pid, direction): done[which] for pid in done["clients"]
                    for direction, which in (("out", "sent"), ("in", "received"))}
        missing = {key: size - found.get(key, 0) for key, size in expected.items() if found.get(key, 0) != size}
        counted = sum(row["bytes"] for row in report.rows if row.get("other"))
        self.assertLessEqual(sum(missing.values()), counted, f"{len(missing)} of {len(expected)}")
        self.assertTrue(all(size > 0 for size in missing.values()), missing)
        return missing

    def test_connections(self):
        done, report = self.crowd(15_000, "connections")
        missing = self.assert_all_there(done, report)
        self.assertEqual(missing, {}, "so many connections have places")
        server = flows(report.rows, pid=done["server"])
        self.assertEqual(server, {(done["server"], "in"): done["sent"], (done["server"], "out"): done["received"]})

    def test_processes(self):
        done, report = self.crowd(4_000, "processes")
        missing = self.assert_all_there(done, report)
        self.assertEqual(missing, {}, "so many processes have places")


class Ping(runs.TestCase):
    """Five messages of 100 bytes and an ICMP header, and as many answers, which the far kernel makes."""

    def ping(self, version, mechanism):
        """Rows of ICMP; ping's pid; whether packets are seen, or only calls."""
        near, far = runs.linked(self)
        run = self.watch(near, mechanism)
        process = near.start(self, "ping", version, "-q", "-c", "5", "-i", "0.1", "-s", "100", runs.FAR[version],
                             stdout=subprocess.PIPE, text=True)
        self.assertEqual(process.wait(20), 0)
        report = self.finish(run)
        rows = [row for row in report.rows if row["proto"] in ("ICMPv4", "IPv6-ICMP") and
                {row["srcIp"], row["dstIp"]} <= {runs.NEAR[version], runs.FAR[version], ""}]
        return rows, process.pid, "are not seen" not in report.log

    def check(self, version):
        for mechanism in runs.MECHANISMS:
            with self.subTest(mechanism=mechanism):
                rows, pid, seen = self.ping(version, mechanism)
                (self.check_packets if seen else self.check_calls)(version, rows, pid)

    def check_packets(self, version, rows, pid):
        size = 108 + (20 if version == "-4" else 40)
        near, far = runs.NEAR[version], runs.FAR[version]
        found = {(row.get("pid"), row.get("comm"), row["direction"], row["srcIp"], row["dstIp"]):
                 (row["packets"], row["bytes"]) for row in rows if row["srcPort"] in (0, 8, 128, 129)}
        self.assertEqual(found, {(pid, "ping", "out", near, far): (5, 5 * size),
                                 (None, None, "in", near, far): (5, 5 * size),
                                 (None, None, "out", far, near): (5, 5 * size),
                                 (pid, "ping", "in", far, near): (5, 5 * size)})

    def check_calls(self, version, rows, pid):
        """A raw socket's call does not say where to; of IPv4 it receives the IP header, too (raw(7))."""
        found = {row["direction"]: (row["comm"], row["packets"], row["bytes"]) for row in rows if row.get("pid") == pid}
        received = 5 * (128 if version == "-4" else 108)
        self.assertEqual(found, {"out": ("ping", 5, 5 * 108), "in": ("ping", 5, received)})

    def test_icmp(self):
        self.check("-4")

    def test_icmpv6(self):
        self.check("-6")


if __name__ == "__main__":
    if not members.cgroup2_mount():
        support._skip("no cgroup v2 is mounted")
    runs.main()
