#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`timeouts` over a capture file: rows end by the packets' own clock, not by the reader's."""
import json
import struct
import unittest

from support import TestCase, run

START = 1_700_000_000
FIN_ACK, SYN, ACK = 0x11, 0x02, 0x10


def frame(protocol, source_port, flags=ACK):
    if protocol == "tcp":
        segment = struct.pack("!HHIIBBHHH", source_port, 80, 0, 0, 0x50, flags, 0, 0, 0)
    else:
        segment = struct.pack("!HHHH", source_port, 53, 8, 0)
    number = {"tcp": 6, "udp": 17}[protocol]
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(segment), 0, 0, 64, number, 0, b"\x0a\0\0\1", b"\x0a\0\0\2")
    return b"\x02\0\0\0\0\2\x02\0\0\0\0\1\x08\0" + ip + segment


def capture_file(packets):
    """Of (seconds, frame) in any order; with nanoseconds."""
    out = struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1)
    for seconds, data in sorted(packets, key=lambda packet: packet[0]):
        nanoseconds = round(seconds * 1e9)
        out += struct.pack("<IIII", START + nanoseconds // 10**9, nanoseconds % 10**9, len(data), len(data)) + data
    return out


class Timeouts(TestCase):
    def rows(self, packets, timeouts):
        config = self.file("timeouts.toml", f"""\
[capture.file]
plugin = "pcap"
read = "{self.file("packets.pcap", capture_file(packets))}"
[sink.out]
plugin = "json"
format = "lines"
[[pipeline]]
from = ["file"]
sort_by = "first"
timeouts = {timeouts}
to = ["out"]
""")
        result = run("--config", config)
        self.assertEqual(result.returncode, 0, result.stderr)
        rows = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(sum(row["packets"] for row in rows), len(packets))
        return [(row["src_port"], row["packets"], row.get("end_reason")) for row in reversed(rows)]

    def test_every_reason(self):
        packets = [(seconds, frame("udp", 1)) for seconds in (0, 3, 17.9, 33, 34)]  # a pause of 15.1 s
        packets += [(0.5, frame("tcp", 2)), (1.5, frame("tcp", 2, FIN_ACK)), (1.6, frame("tcp", 2))]
        packets += [(6.7, frame("tcp", 2, SYN))]  # the port again: five seconds after the end
        packets += [(0.7 + second, frame("udp", 3)) for second in range(100)]
        self.assertEqual(self.rows(packets, '{ idle = "15s", active = "1m", tcp = { idle = "5m", active = "0" } }'),
                         [(1, 3, "idle"), (2, 3, "fin"), (3, 60, "active"), (2, 1, None), (1, 2, "idle"), (3, 40, None)])

    def test_none(self):
        packets = [(seconds, frame("udp", 1)) for seconds in (0, 1000, 2000)]
        self.assertEqual(self.rows(packets, '{ idle = "0" }'), [(1, 3, None)])

    def test_mistakes_have_their_place(self):
        config = self.file("bad.toml", """\
[capture.file]
plugin = "pcap"
read = "x.pcap"
[sink.out]
plugin = "json"
[[pipeline]]
from = ["file"]
to = ["out"]
[pipeline.timeouts]
idle = "1s"
[pipeline.timeouts.tpc]
idle = "1s"
""")
        result = run("check", config)
        self.assertEqual(result.returncode, 2)
        self.assertIn('bad.toml:11:1: pipeline 1: timeouts: "tpc"', result.stderr)
        self.assertIn('did you mean "TCP"?', result.stderr)


if __name__ == "__main__":
    unittest.main()
