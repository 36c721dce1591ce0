#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How sure it is whose a cgroup's rows are, and rows that do not say it at all."""
import json
import os
import pathlib
import shutil
import socket
import tempfile

import cgroup_members as members

LINES = """
[sink.lines]
plugin = "json"
format = "lines"
path = "{path}"
[[pipeline]]
from = ["live"]
to = ["lines"]
"""
SECRETS = {"pid", "comm", "uid", "cgroup", "cgroup_id", "attribution", "unit"}


def send_by_two(channel):
    """Parent and child on one socket."""
    members.set_name("hl-parent")
    made = members.udp(members.NEAR, 4001)
    made.connect((members.FAR, 4002))
    members.step(channel)
    members.exchange(made, 3, 100)
    if (child := os.fork()) == 0:
        members.set_name("hl-child")
        members.exchange(made, 4, 100)
        os._exit(0)
    os.waitpid(child, 0)
    members.step(channel)


def listen_only(channel):
    """Whoever connects is never accepted."""
    listener = socket.create_server((members.NEAR, 8000))
    members.step(channel)
    listener.close()


def connect_and_send(channel):
    members.step(channel)
    with socket.create_connection((members.NEAR, 8000), 10) as made:
        made.send(b"anybody?")
        members.step(channel)


class Attribution(members.TestCase):
    def lines(self, run_options=""):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="hookline-live-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        run = self.watch(options=f"{run_options}\n" + LINES.format(path=folder / "lines"))

        def finish():
            report = self.finish(run)
            rows = [json.loads(line) for line in (folder / "lines").read_text().splitlines()]
            return report, [row for row in rows if row.get("stream") == "flow"]

        return run, finish

    def test_exact(self):
        self.stranger(members.echo, members.FAR, 4002).wait_for()
        process = self.member(send_by_two).wait_for()
        _, finish = self.lines()
        process.go()
        rows = finish()[1]
        self.assertEqual({row["comm"] for row in rows}, {"hl-parent", "hl-child"})
        self.assertEqual({row["attribution"] for row in rows}, {"exact"})

    def test_a_socket_that_nobody_has_used(self):
        """What comes for it is its listener's, as far as is known."""
        server = self.member(listen_only).wait_for()
        client = self.stranger(connect_and_send).wait_for()
        _, finish = self.lines()
        client.go()
        rows = finish()[1]
        self.assertEqual({row["pid"] for row in rows}, {server.pid})
        self.assertIn("last-owner", {row["attribution"] for row in rows if row["direction"] == "in"})

    def test_without(self):
        """One row a flow, whoever sends; as many packets; nothing is watched beside."""
        self.stranger(members.echo, members.FAR, 4002).wait_for()
        process = self.member(send_by_two).wait_for()
        before = self.near.link("veth0")
        run, finish = self.lines("attribution = false")
        process.go()
        report, rows = finish()
        self.assertEqual(sorted((row["direction"], row["packets"]) for row in rows), [("in", 7), ("out", 7)])
        self.assertEqual({key for row in rows for key in row} & SECRETS, set())
        self.assertNotIn("who uses a socket", run.log())
        self.assert_wire(report, before)


if __name__ == "__main__":
    members.main()
