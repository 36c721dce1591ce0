#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the payload says, and what a filter leaves, at the sockets of a cgroup."""
import socket
import tempfile

import cgroup_members as members
import labels_cases
from cgroup_members import FAR, NEAR, UDP4, step


def ask(channel):
    step(channel)
    labels_cases.ask(FAR)
    step(channel)


def serve(channel, folder):
    labels_cases.serve(folder, lambda: channel.send(b"done"))


def send(channel, port, count):
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    step(channel)
    for _ in range(count):
        made.sendto(bytes(100), (FAR, port))
    step(channel)


def send_here(channel, port, count):
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    step(channel)
    for _ in range(count):
        made.sendto(bytes(100), (NEAR, port))
    step(channel)


def take(channel, port, count):
    made = members.udp(NEAR, port)
    step(channel)
    for _ in range(count):
        made.recv(1000)
    step(channel)


class Payload(members.TestCase):
    def test_labels(self):
        folder = tempfile.TemporaryDirectory(prefix="hookline-live-")
        self.addCleanup(folder.cleanup)
        self.stranger(serve, folder.name).wait_for()
        client = self.member(ask).wait_for()
        run = self.watch()
        client.go()
        report = self.finish(run)
        for direction, side in (("out", "dstPort"), ("in", "srcPort")):
            for port, label, name in ((labels_cases.HTTP, "HTTP", "plain.example"),
                                      (labels_cases.TLS, "TLS", "secure.example"), (labels_cases.OTHER, None, None)):
                row = labels_cases.row_of(report, proto="TCP", direction=direction, **{side: port})
                self.assertEqual((row.get("appProto"), row.get("serverName")), (label, name), row)
                self.assertEqual(row["pid"], client.pid)

    def test_filter(self):
        wanted, others = self.member(send, 5001, 7).wait_for(), self.member(send, 5002, 11).wait_for()
        run = self.watch(options=f'filter = "udp dst port 5001 and host {NEAR}"')
        wanted.go()
        others.go()
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(), (7, 7 * (100 + UDP4)))
        self.assertEqual(report.filtered, (11, 11 * (100 + UDP4)))

    def test_rejected_between_members_counts_once(self):
        receiver = self.member(take, 5003, 9).wait_for()
        sender = self.member(send_here, 5003, 9).wait_for()
        run = self.watch(options='filter = "tcp"')
        sender.go()
        receiver.go()
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.filtered, (9, 9 * (100 + UDP4)))
        self.assertEqual(report.rows, [])


if __name__ == "__main__":
    members.main()
