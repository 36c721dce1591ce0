#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""TCP's health in rows = what the sockets themselves say of it (TCP_INFO), over links that lose, delay and reorder."""
import collections
import fcntl
import json
import pathlib
import shutil
import socket
import struct
import tempfile
import termios
import time

import cgroup_members as members
import kprobe_runs as runs
import netns

FAR, PORT = runs.FAR["-4"], 8000
CONNECTIONS = 3
SIZE = 1_500_007
NANOSECONDS = 1000  # in the microseconds of TCP_INFO

# linux/tcp.h: struct tcp_info. Those that we compare, by their place.
_RTT, _TOTAL_RETRANS, _BYTES_RETRANS, _OUT_OF_ORDER = 68, 100, 208, 224
Info = collections.namedtuple("Info", "rtt retransmitted_packets retransmitted_bytes out_of_order_packets")

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


def tcp_info(made):
    data = made.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    numbers = (struct.unpack_from(code, data, place)[0]
               for code, place in (("=I", _RTT), ("=I", _TOTAL_RETRANS), ("=Q", _BYTES_RETRANS), ("=I", _OUT_OF_ORDER)))
    return Info(*numbers)


def say_info(channel, sockets):
    """To the test: what each socket says of itself."""
    channel.send(json.dumps([tcp_info(made)._asdict() for made in sockets]).encode())
    if not channel.recv(100):
        raise SystemExit


def wait_until_acknowledged(made):
    deadline = time.monotonic() + 60
    while struct.unpack("i", fcntl.ioctl(made, termios.TIOCOUTQ, bytes(4)))[0]:
        if time.monotonic() > deadline:
            raise AssertionError("the peer does not acknowledge")
        time.sleep(0.01)


def send_much(channel):
    """Sockets stay open until the test has heard of all: an end, too, may be lost and sent again."""
    members.set_name("hl-sender")
    sockets = [socket.create_connection((FAR, PORT), 10) for _ in range(CONNECTIONS)]
    members.step(channel)
    for made in sockets:
        made.settimeout(60)
        made.sendall(bytes(SIZE))
    for made in sockets:
        wait_until_acknowledged(made)
    say_info(channel, sockets)


def receive_much(channel):
    members.set_name("hl-receiver")
    listener = socket.create_server((FAR, PORT))
    channel.send(b"done")
    sockets = [listener.accept()[0] for _ in range(CONNECTIONS)]
    members.step(channel)
    for made in sockets:
        size = 0
        while size < SIZE:
            size += len(made.recv(65521))
    say_info(channel, sockets)


def answer_with_reset(channel):
    """A socket that is closed so sends RST (SO_LINGER of 0 seconds, socket(7))."""
    listener = socket.create_server((FAR, PORT))
    members.step(channel)
    made = listener.accept()[0]
    made.recv(100)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    made.close()
    members.step(channel)


def ask_and_be_reset(channel):
    members.step(channel)
    with socket.create_connection((FAR, PORT), 10) as made:
        made.send(b"question")
        try:
            made.recv(100)
        except ConnectionResetError:
            members.step(channel)
            return
    raise AssertionError("no reset has come")


class Health(runs.TestCase):
    def setUp(self):
        self.near, self.far = runs.linked(self)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hookline-live-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def netem(self, *words):
        if not netem_works():
            self.skipTest("this kernel has no netem")
        self.near.run("tc", "qdisc", "replace", "dev", "veth0", "root", "netem", *words)

    def start(self):
        return self.watch(self.near, "auto", _LINES.format(path=self.folder / "lines"))

    def rows(self, run):
        self.finish(run)
        found = [json.loads(line) for line in (self.folder / "lines").read_text().splitlines()]
        return [row for row in found if row.get("stream") == "flow"]

    def transfer(self, disturb):
        """`disturb` is called with what starts it. Returns pids of sender and receiver, rows, TCP_INFO of both."""
        run = self.start()
        receiver = members.Process(self, self.far, None, receive_much).wait_for()
        sender = members.Process(self, self.near, None, send_much).wait_for()
        receiver.wait_for()

        def go():
            for process in (sender, receiver):
                process.channel.settimeout(100)
                process.say()

        disturb(go)
        said = [json.loads(process.channel.recv(4000)) for process in (sender, receiver)]
        time.sleep(0.5)  # drains that see the last state
        rows = self.rows(run)
        return sender.pid, receiver.pid, rows, *([Info(**each) for each in infos] for infos in said)

    def check(self, disturb):
        sender, receiver, rows, sent, received = self.transfer(disturb)
        for column in ("retransmitted_packets", "retransmitted_bytes"):
            expected = sum(getattr(info, column) for info in sent)
            self.assertGreater(expected, 0, "nothing was lost")
            self.assertEqual(total(rows, sender, column), expected, column)
        self.assertEqual(total(rows, receiver, "retransmitted_packets"), 0)
        expected = sum(info.out_of_order_packets for info in received)
        self.assertEqual(total(rows, receiver, "out_of_order_packets"), expected, "out of order")
        return [row["srtt"] for row in rows if row.get("pid") == sender and "srtt" in row], sent

    def test_a_link_that_is_cut(self):
        """For 0.7 s the far address is nobody's: segments go, and nobody takes them."""
        hardware = self.far.link("veth0")["address"]
        self.near.run("ip", "neigh", "replace", FAR, "lladdr", hardware, "dev", "veth0", "nud", "permanent")

        def cut(go):
            self.far.run("ip", "address", "delete", f"{FAR}/24", "dev", "veth0")
            go()
            time.sleep(0.7)
            netns.add_addresses(self.far, "veth0", f"{FAR}/24")

        self.check(cut)

    def test_a_link_that_loses(self):
        self.netem("delay", "20ms", "loss", "3%")
        times, sent = self.check(lambda go: go())
        self.assertEqual(len(times) >= CONNECTIONS, True, times)
        for found in times:
            self.assertGreaterEqual(found, 20_000 * NANOSECONDS)
            self.assertLessEqual(found, 2 * max(info.rtt for info in sent) * NANOSECONDS)

    def test_a_link_that_reorders(self):
        self.netem("delay", "10ms", "reorder", "75%", "50%", "loss", "0.5%")
        self.check(lambda go: go())

    def test_resets(self):
        run = self.start()
        server = members.Process(self, self.far, None, answer_with_reset).wait_for()
        client = members.Process(self, self.near, None, ask_and_be_reset).wait_for()
        server.say()
        client.go()
        server.wait_for()
        rows = self.rows(run)
        for pid, direction in ((server.pid, "out"), (client.pid, "in")):
            self.assertEqual(total(rows, pid, "resets"), 1, rows)
            self.assertEqual(total(rows, pid, "resets", direction), 1, rows)


def total(rows, pid, column, direction=None):
    return sum(row.get(column, 0) for row in rows
               if row.get("pid") == pid and direction in (None, row.get("direction")))


def netem_works():
    """In a namespace of its own: the first use loads the module."""
    name = "hl-live-netem"
    netns.run("ip", "netns", "add", name)
    try:
        netns.run("ip", "-n", name, "link", "add", "probe0", "type", "veth", "peer", "name", "probe1")
        netns.run("tc", "-n", name, "qdisc", "add", "dev", "probe0", "root", "netem", "delay", "1ms")
        return True
    except RuntimeError:
        return False
    finally:
        netns.run("ip", "netns", "delete", name)


if __name__ == "__main__":
    runs.main()
