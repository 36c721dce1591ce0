#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rows = what processes have really moved, byte for byte, in each way to move bytes through a socket."""
import cgroup_members as members
import kprobe_runs as runs
import netns

PLAIN_SENDERS = ("send", "write", "writev", "sendmsg", "sendmmsg", "nonblocking")
PLAIN_RECEIVERS = ("recv", "read", "readv", "recvmsg", "recvmmsg", "waitall", "nonblocking")
URING_SENDERS = ("uring", "uring_worker", "uring_polled", "uring_write", "uring_zerocopy", "uring_splice")
URING_RECEIVERS = ("uring", "uring_worker", "uring_polled", "uring_read", "uring_splice")

TCP = [
    *((sender, "recv") for sender in PLAIN_SENDERS + URING_SENDERS),
    *(("send", receiver) for receiver in PLAIN_RECEIVERS + URING_RECEIVERS),
    *((sender, "recv") for sender in ("sendfile", "sendfile_nonblocking", "splice", "zerocopy", "fastopen", "threads")),
    *(("send", receiver) for receiver in ("splice", "splice_nonblocking", "mixed", "peek", "truncated", "threads")),
    ("splice", "splice"),
    ("urgent", "recv"),
    ("urgent", "urgent"),
    ("urgent", "urgent_inline"),
    ("half_close", "answer"),
    ("until_reset", "a_part"),
]
UDP = [
    *((sender, "recv") for sender in PLAIN_SENDERS + URING_SENDERS),
    *(("send", receiver) for receiver in PLAIN_RECEIVERS + URING_RECEIVERS),
    *((sender, "recv") for sender in ("sendfile", "splice", "sendto", "gso", "gso_of_a_call", "corked", "refused")),
    *(("send", receiver) for receiver in ("splice", "peek", "short_buffer", "truncated_udp", "gro", "connected")),
    ("gso", "gro"),
    ("threads", "recv"),
    ("several", "several"),
]
# Without recvmsg() or splice(): what is mapped and copied by getsockopt().
MAPPED = [("send", "mapped"), ("sendfile", "mapped")]
# TCP over several paths (RFC 8684): on the wire it is TCP.
MPTCP = [("send", "recv"), ("sendmsg", "recvmsg"), ("nonblocking", "nonblocking"), ("sendfile", "read"),
         ("send", "splice"), ("send", "peek"), ("half_close", "answer")]
UNIX = [("send", "recv"), ("sendfile", "splice")]
BYTES = {"tcp": 1_000_003, "udp": 300_007, "unix": 300_007, "mptcp": 1_000_003}
# Ways whose calls the kernel does not divide or join: rows have as many.
COUNTED_SENDERS = {*PLAIN_SENDERS, "threads", "peek", "sendto", "gso", "half_close", "urgent"}
COUNTED_RECEIVERS = {*PLAIN_RECEIVERS, "threads", "peek", "short_buffer", "gro", "connected", "answer", "urgent"}
# Of these each family has code of its own; an emulated machine tries the other ways over IPv4 alone.
FAMILY_WAYS = {("send", "recv"), ("sendmmsg", "recvmmsg"), ("sendfile", "recv"), ("splice", "splice"),
               ("uring", "recv"), ("send", "uring"), ("send", "peek"), ("fastopen", "recv"), ("half_close", "answer"),
               ("sendto", "recv"), ("send", "connected"), ("refused", "recv"), ("gso", "gro"), ("several", "several"),
               ("send", "mapped")}
FAMILIES = ("ipv4", "ipv6", "mapped")  # mapped: IPv4 on a socket of IPv6


# A datagram's receiver that has no peer, and does not ask for the sender's address, may have a row without it.
TOLD_PEER = {"recvmsg", "recvmmsg", "connected", "several"}


def without_peer(flow, found):
    """As the rows have it: with its peer, or with none at all."""
    bare = flow._replace(source="", source_port=0)
    return bare if flow.direction == "in" and bare in found and flow not in found else flow


def wait_for_ever(channel):
    with members.udp("127.0.0.1", 0) as made:
        made.settimeout(None)
        channel.send(b"done")
        made.recv(1)


class Bytes(runs.TestCase):
    def setUp(self):
        self.space = runs.loopback(self)
        self.space.sysctl("net.ipv4.tcp_fastopen", 0x607)  # both sides, without a cookie

    def move_all(self, transport, ways, families):
        """{(family, bytes, transport, sender, receiver): what its processes said}"""
        orders = [(family, BYTES[transport], transport, *way) for family in families for way in dict.fromkeys(ways)
                  if family == "ipv4" or netns.SLOWDOWN == 1 or way in FAMILY_WAYS]
        said, skipped = runs.move(self.space, orders)
        if not said:
            self.skipTest(next(iter(skipped.values())))
        for order, why in skipped.items():
            with self.subTest(order=order):
                self.skipTest(why)
        return said

    def compare(self, rows, said, tells_peer):
        """Sums first, which say what is wrong in few words; then each flow."""
        expected = {}
        for process in said:
            expected |= runs.flows_said(process)
        pids = {process["pid"] for process in said}
        found = runs.flows_of(row for row in rows if row.get("pid") in pids)
        self.assertEqual(runs.totals(found), runs.totals(expected))
        if not tells_peer:
            expected = {without_peer(flow, found): amount for flow, amount in expected.items()}
        self.assertEqual({flow: amount.bytes for flow, amount in found.items()},
                         {flow: amount.bytes for flow, amount in expected.items()})
        return found, expected

    def check(self, mechanism, transport, ways, families=FAMILIES):
        run = self.watch(self.space, mechanism)
        said = self.move_all(transport, ways, families)
        report = self.finish(run)
        for (family, _, _, sender, receiver), processes in said.items():
            with self.subTest(family=family, sender=sender, receiver=receiver):
                tells_peer = transport != "udp" or receiver in TOLD_PEER
                found, expected = self.compare(report.rows, processes, tells_peer)
                for flow, amount in expected.items():
                    if sender in COUNTED_SENDERS and flow.direction == "out" or \
                       receiver in COUNTED_RECEIVERS and flow.direction == "in":
                        self.assertEqual(found[flow].calls, amount.calls, flow)

    def check_waiting(self, mechanism):
        """Receive calls that wait for ever, as in every server, do not keep others from being counted."""
        run = self.watch(self.space, mechanism)
        for _ in range(40):
            members.Process(self, self.space, None, wait_for_ever).wait_for()
        said = self.move_all("tcp", [("send", "recv"), ("send", "splice")], ["ipv4"])
        report = self.finish(run)
        for order, processes in said.items():
            with self.subTest(order=order):
                self.compare(report.rows, processes, True)

    def check_unix(self, mechanism):
        run = self.watch(self.space, mechanism)
        said = self.move_all("unix", UNIX, ["ipv4"])
        report = self.finish(run)
        pids = {process["pid"] for processes in said.values() for process in processes}
        self.assertEqual([row for row in report.rows if row.get("pid") in pids], [])


def add(mechanism):
    """The tests of one mechanism."""
    def tcp(self):
        self.check(mechanism, "tcp", TCP)

    def udp(self):
        self.check(mechanism, "udp", UDP)

    def mapped(self):
        self.check(mechanism, "tcp", MAPPED)

    def mptcp(self):
        self.check(mechanism, "mptcp", MPTCP)

    def waiting(self):
        self.check_waiting(mechanism)

    def unix(self):
        self.check_unix(mechanism)

    for test in (tcp, udp, mapped, mptcp, waiting, unix):
        setattr(Bytes, f"test_{test.__name__}_{mechanism}", test)


for each in runs.MECHANISMS:
    add(each)

if __name__ == "__main__":
    runs.main()
