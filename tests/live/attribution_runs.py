# SPDX-License-Identifier: MIT
"""What the tests of processes on wire rows share: two namespaces, runs that say it, their rows against the device."""
import json
import pathlib
import shutil
import socket
import tempfile

import cgroup_members as members
import netns
import support

NEAR, FAR = members.NEAR, members.FAR
REQUEST, ANSWER = 101, 5003  # bytes

_LINES = """
[sink.lines]
plugin = "json"
format = "lines"
path = "{path}"
[[pipeline]]
from = ["live"]
to = ["lines"]
row_limit = 1_000_000
"""


class TestCase(support.TestCase):
    """hookline runs in `near`, on the veth to `far`."""

    def setUp(self):
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        for namespace in (self.near, self.far):
            namespace.sysctl("net.ipv6.conf.default.disable_ipv6", 1)  # no neighbour discovery
        netns.veth(self.near, self.far)
        netns.up(self.near, "veth0", f"{NEAR}/24")
        netns.up(self.far, "veth0", f"{FAR}/24")
        for namespace in (self.near, self.far):
            namespace.run("ip", "link", "set", "lo", "up")
            netns.set_offloads(namespace, "veth0", "off")
            netns.wait_for_carrier(namespace, "veth0")
        self.near.run("ping", "-q", "-c", "1", FAR)  # ARP is over
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hookline-live-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def watch(self, options="attribution = true", interfaces='"veth0"'):
        run = self.hookline(self.near, f"interfaces = [{interfaces}]\nno_arp = true\n{options}\n" +
                            _LINES.format(path=self.folder / "lines"))
        self.before = self.near.link("veth0")
        return run

    def rows(self, run):
        """Ends it. Rows as they were drained, with the columns' own names."""
        after = self.near.link("veth0")
        self.report = run.stop()
        self.assertEqual(self.report.status, 0, self.report.log)
        self.assertEqual(self.report.lost, (0, 0), self.report.log)
        found = [json.loads(line) for line in (self.folder / "lines").read_text().splitlines()]
        rows = [row for row in found if row.get("stream") == "flow"]
        self.assert_wire(rows, after)
        return rows

    def assert_wire(self, rows, after):
        """Attributed or not: all that the device had is in the rows."""
        arp = self.report.amount("filtered", "no_arp")
        expected = sum_of(rows, "packets", interface="veth0") + arp[0], sum_of(rows, "bytes", interface="veth0") + arp[1]
        self.assertEqual(tuple(sum(after[side][part] - self.before[side][part] for side in ("rx", "tx"))
                               for part in ("packets", "bytes")), expected)

    @staticmethod
    def lists_sockets(run):
        """Can this kernel tell what was open before the start?"""
        return "cannot list them" not in run.log()

    def process(self, function, *arguments, namespace=None):
        return members.Process(self, namespace or self.near, None, function, *arguments)

    def assert_whose(self, rows, pid, comm, direction, *sureness):
        """All rows of this direction, and there are some."""
        rows = [row for row in rows if row["direction"] == direction]
        self.assertNotEqual(rows, [], direction)
        found = {(row.get("pid"), row.get("comm"), row.get("uid")) for row in rows}
        self.assertEqual(found, {(pid, comm, 0)}, rows)
        self.assertLessEqual({row.get("attribution") for row in rows}, set(sureness), rows)


def sum_of(rows, column, **wanted):
    return sum(row.get(column, 0) for row in select(rows, **wanted))


def select(rows, **wanted):
    return [row for row in rows if all(row.get(key) == value for key, value in wanted.items())]


def ports(rows, near, far):
    """The rows of both directions between these two ports; None: any."""
    return [row for row in rows
            if _is_between(row["src_port"], row["dst_port"], *((near, far) if row["direction"] == "out" else (far, near)))]


def _is_between(source, target, wanted_source, wanted_target):
    return wanted_source in (None, source) and wanted_target in (None, target)


def serve(channel, address, port):
    """Answers each connection, until it is killed."""
    members.set_name("hl-server")
    with socket.create_server((address, port), backlog=512) as listener:
        channel.send(b"done")
        while True:
            made = listener.accept()[0]
            received = 0
            while received < REQUEST:
                received += len(made.recv(REQUEST))
            made.sendall(bytes(ANSWER))
            made.close()


def ask(address, port, source=None):
    """One connection."""
    with socket.create_connection((address, port), 10 * netns.SLOWDOWN, source) as made:
        made.sendall(bytes(REQUEST))
        received = 0
        while data := made.recv(65536):
            received += len(data)
        assert received == ANSWER, received
