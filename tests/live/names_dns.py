#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Names by reverse DNS: a real server, and servers as one would not wish them. In namespaces, on their loopback."""
import json
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

import netns
import support

PORT = 5353
SERVER = pathlib.Path(__file__).with_name("dns_server.py")
CONFIG = """
[host]
tick = "50ms"
[capture.live]
plugin = "pcap"
{capture}
[sink.out]
plugin = "{sink}"
{sink_options}
[[pipeline]]
from = ["live"]
to = ["out"]
{pipeline}
"""
LIVE = 'interface = "lo"\nfilter = "udp port 7 or icmp"'


def send(targets, count=1):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind(("127.0.9.9", 7777))
        for target in targets:
            for _ in range(count):
                sender.sendto(bytes(20), (target, 7))


def udp_to(number):
    udp = struct.pack("!HHHH", 7777, 7, 28, 0) + bytes(20)
    target = socket.inet_aton(f"198.18.{number >> 8 & 0xff}.{number & 0xff}")  # RFC 2544's networks
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 48, 0, 0, 64, 17, 0, b"\x7f\0\x09\x09", target)
    return b"\x02\0\0\0\0\2\x02\0\0\0\0\1\x08\0" + ip + udp


class Names(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hookline-names-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.namespace = netns.Namespace(self)
        self.namespace.run("ip", "link", "set", "lo", "up")

    def dnsmasq(self, records):
        words = [f"--ptr-record={'.'.join(reversed(address.split('.')))}.in-addr.arpa,{name}"
                 for address, name in records.items()]
        self.namespace.start(self, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
                             f"--port={PORT}", "--listen-address=127.0.0.1", "--bind-interfaces", "--user=root",
                             "--pid-file=", *words, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while str(PORT) not in self.namespace.run("ss", "-Hlnu"):
            self.assertLess(time.monotonic(), deadline, "dnsmasq does not listen")
            time.sleep(0.02)

    def server(self, mode):
        process = self.namespace.start(self, sys.executable, SERVER, PORT, mode, stdout=subprocess.PIPE, text=True)
        self.assertEqual(process.stdout.readline(), "bound\n")

    def start(self, names, pipeline="", capture=LIVE, sink="json", sink_options='format = "lines"'):
        config = self.folder / "names.toml"
        names = f'names = {{ dns = true, dns_servers = ["127.0.0.1:{PORT}"]{names} }}' if names is not None else ""
        config.write_text(CONFIG.format(capture=capture, sink=sink, sink_options=sink_options,
                                        pipeline=f"{names}\n{pipeline}"))
        with open(self.folder / "log", "w") as log, open(self.folder / "out", "w") as out:
            self.process = self.namespace.start(self, support.HOOKLINE, "--config", config, stdout=out, stderr=log)

    def ready(self):
        self.until(lambda: "ready:" in self.log())

    def log(self):
        return (self.folder / "log").read_text()

    def out(self):
        return (self.folder / "out").read_text()

    def rows(self):
        text = self.out()
        return [json.loads(line) for line in text[:text.rfind("\n") + 1].splitlines()]

    def until(self, condition, limit=10):
        deadline = time.monotonic() + limit
        while not condition():
            self.assertIsNone(self.process.poll(), "ended early:\n" + self.log())
            self.assertLess(time.monotonic(), deadline, self.log() + self.out()[-2000:])
            time.sleep(0.02)

    def stop(self, limit=10):
        """Returns the rows of the last report, and how long it took."""
        time.sleep(0.2)  # what is on its way
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(limit)
        took = time.monotonic() - begun
        self.assertEqual(status, 0, self.log())
        rows = self.rows()
        return [row for row in rows if row["time"] == rows[-1]["time"]], took

    def name_of(self, rows, address, column="dst"):
        found = {row.get(f"{column}_name") for row in rows if row[f"{column}_addr"] == address}
        self.assertEqual(len(found), 1, rows)
        return found.pop()

    def test_a_later_report_and_the_last_one(self):
        self.dnsmasq({"127.0.1.5": "host-5.example.org", "127.0.9.9": "sender.example.org"})
        self.namespace.run("ip", "link", "set", "dev", "lo", "alias", "the loop")
        self.start(", services = true, icmp_types = true, interface_aliases = true", 'every = "300ms"')
        self.ready()
        self.namespace.call(send, ["127.0.1.5", "127.0.1.6"], 3)
        self.until(lambda: any(row.get("dst_name") == "host-5.example.org" for row in self.rows()))
        self.namespace.run("ping", "-c", "1", "127.0.1.5")
        last, _ = self.stop()
        self.assertEqual(self.name_of(last, "127.0.1.5"), "host-5.example.org")
        self.assertEqual(self.name_of(last, "127.0.9.9", "src"), "sender.example.org")
        self.assertIsNone(self.name_of(last, "127.0.1.6"))
        self.assertEqual({row["dst_service"] for row in last if row.get("dst_port") == 7}, {"echo"})
        self.assertEqual({row["interface_alias"] for row in last}, {"the loop"})
        self.assertIn("echo-request", {row.get("icmp_type_name") for row in last})
        self.assertNotIn("names_not_asked", self.log())

    def test_the_only_report_waits_for_names(self):
        addresses = {f"198.18.0.{number}": f"host-{number}.example.org" for number in range(1, 200)}
        self.dnsmasq(addresses)
        self.read_file(range(1, 200))
        self.start("", capture=f'read = "{self.folder / "in.pcap"}"')
        self.assertEqual(self.process.wait(20), 0, self.log())
        self.assertEqual({row["dst_addr"]: row.get("dst_name") for row in self.rows()}, addresses)

    def test_in_a_table(self):
        self.dnsmasq({"127.0.1.5": "host-5.example.org"})
        self.start(", services = true", sink="table", sink_options="width = 0")
        self.ready()
        self.namespace.call(send, ["127.0.1.5"])
        time.sleep(0.2)
        self.process.send_signal(signal.SIGINT)
        self.assertEqual(self.process.wait(10), 0, self.log())
        self.assertIn(" host-5.example.org:echo", self.out())
        self.assertNotIn("DST_NAME", self.out())

    def test_a_server_that_never_answers(self):
        self.server("silent")
        self.start(', dns_timeout = "5s", dns_wait = "300ms"', 'every = "200ms"')
        self.ready()
        for _ in range(10):
            self.namespace.call(send, [f"127.0.1.{number}" for number in range(1, 101)])
            time.sleep(0.2)
        last, took = self.stop()
        self.assertEqual(sum(row["packets"] for row in last if row["proto"] == "UDP" and row.get("dst_port") == 7), 1000)
        self.assertFalse([row for row in self.rows() if "dst_name" in row or "src_name" in row])
        self.assertGreaterEqual(took, 0.3)
        self.assertLess(took, 1.3)
        times = sorted({row["time"] for row in self.rows()})
        self.assertGreaterEqual(len(times), 8)
        seconds = [float(text[17:-1]) for text in times]
        gaps = [(after - before) % 60 for before, after in zip(seconds, seconds[1:])]
        self.assertLess(max(gaps), 0.8, gaps)

    def test_names_that_are_none(self):
        self.server("hostile")
        for sink, options in (("json", 'format = "lines"'), ("table", "width = 0")):
            with self.subTest(sink=sink):
                self.read_file(range(1, 60))
                self.start("", capture=f'read = "{self.folder / "in.pcap"}"', sink=sink, sink_options=options)
                self.assertEqual(self.process.wait(20), 0, self.log())
                text = self.out()
                for part in ("_name", "example", "owned", "aaaa", "\x1b", "\\x1b", "\\u001b", "\u202e"):
                    self.assertNotIn(part, text)
                self.assertIn("198.18.0.59", text)

    def test_more_questions_than_are_kept(self):
        self.server("slow")
        self.read_file(range(30_000))
        peaks = {}
        for names in (None, ', dns_wait = "500ms"'):
            self.start(names, capture=f'read = "{self.folder / "in.pcap"}"')
            peaks[names is not None] = self.peak_memory()
            self.assertEqual(self.process.returncode, 0, self.log())
            rows = self.rows()
            self.assertEqual(len(rows), 30_000)
            self.assertEqual(sum(row["packets"] for row in rows), 30_000)
            self.assertIn("delivered 30000 ", self.log())
        self.assertIn("noted names_not_asked ", self.log())
        named = sum("dst_name" in row for row in rows)
        self.assertGreater(named, 5)
        self.assertLess(named, 2000)
        self.assertLess(peaks[True] - peaks[False], 24 * 1024, peaks)  # KiB

    def peak_memory(self):
        """Until the end, in KiB. wait4() would tell what this process had when it forked, too."""
        peak = 0
        while self.process.poll() is None:
            status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
            found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
            if "Name:\thookline\n" in status and found:
                peak = int(found[0])
            time.sleep(0.005)
        self.assertGreater(peak, 0)
        return peak

    def read_file(self, numbers):
        out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
        for number in numbers:
            frame = udp_to(number)
            out += struct.pack("<IIII", 1_700_000_000, number, len(frame), len(frame)) + frame
        (self.folder / "in.pcap").write_bytes(out)


if __name__ == "__main__":
    support.main("dnsmasq", "ss", "ping")
