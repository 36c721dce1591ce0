#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`names` and `abbreviations` as their user meets them. Nothing here asks a DNS server; tests/live/names_dns.py does."""
import json
import unittest

from support import TestCase, pcap_bytes, run, udp_frame

CONFIG = """\
[capture.file]
plugin = "pcap"
read = "{}"
[sink.out]
plugin = "json"
format = "lines"
[[pipeline]]
from = ["file"]
to = ["out"]
"""


class Names(TestCase):
    def config(self, pipeline):
        frames = [udp_frame(source_port=port) for port in range(1000, 1050) for _ in range(port - 990)]
        return self.file("names.toml", CONFIG.format(self.file("in.pcap", pcap_bytes(frames))) + pipeline)

    def rows(self, pipeline):
        result = run("--config", self.config(pipeline))
        self.assertEqual(result.returncode, 0, result.stderr)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def test_off_unless_asked_for(self):
        row = self.rows("")[0]
        for column in ("src_name", "dst_service", "icmp_type_name", "interface_alias", "abbreviation"):
            self.assertNotIn(column, row)

    def test_services(self):
        self.assertEqual({row["dst_service"] for row in self.rows("names = { services = true }")}, {"domain"})

    def test_abbreviations_add_up(self):
        rows = self.rows("""
group_by = ["abbreviation"]
abbreviations = [
    { name = "low", where = { port = "1000-1009" } },
    { name = "odd", where = { src_port = [1011, 1013], dst_addr = "10.0.0.0/24" } },
    { name = "low", where = { src_port = 1020 } },
    { name = "none", where = { proto = "tcp" } },
]
""")
        packets = {row.get("abbreviation"): row["packets"] for row in rows}
        low = sum(range(10, 20)) + 30
        odd = 21 + 23
        self.assertEqual(packets, {"low": low, "odd": odd, None: sum(range(10, 60)) - low - odd})
        self.assertEqual(len(rows), 3)

    def test_mistakes_have_their_place(self):
        config = self.config("""\
group_by = ["src_addr"]
abbreviations = [
    { name = "web", where = { dst_prt = 80 } },
]
names = { dns = true, dns_servers = ["localhost"] }
""")
        result = run("check", config)
        self.assertEqual(result.returncode, 2)
        for words in ('names.toml:11:1: pipeline 1: abbreviations: group_by leaves them out; add "abbreviation" to it',
                      'names.toml:12:31: pipeline 1: abbreviations: "web": where: "flow" has no column "dst_prt" '
                      '(did you mean "dst_port"?)',
                      'names.toml:14:23: pipeline 1: names: "dns_servers": "localhost" is no address like'):
            self.assertIn(words, result.stderr)

    def test_without_a_table(self):
        config = self.file("ledger.toml", """\
[sink.out]
plugin = "json"
[[pipeline]]
from = ["ledger"]
to = ["out"]
names = { services = true }
""")
        result = run("check", config)
        self.assertEqual(result.returncode, 2)
        self.assertIn('ledger.toml:6:1: pipeline 1: names need a table stream, and "from" has none', result.stderr)

    def test_flags(self):
        path = self.file("in.pcap", pcap_bytes([udp_frame()]))
        plain = run("--read", path).stdout
        for flag in ("-n", "--no-resolve"):
            self.assertEqual(run("--read", path, flag).stdout, plain)
        printed = run("--read", path, "--resolve", "--print-config")
        self.assertEqual(printed.returncode, 0, printed.stderr)
        self.assertIn("names = { dns = true, services = true, icmp_types = true, interface_aliases = true }",
                      printed.stdout)
        self.assertNotIn("names", run("--read", path, "-n", "--print-config").stdout)
        self.assert_one_line(run("--read", path, "-n", "--resolve"), 2, "--resolve and --no-resolve exclude each other")
        self.assert_one_line(run("--read", path, "-j", "--resolve"), 2, "--resolve means nothing with --json")

    def test_what_is_printed_can_be_read(self):
        config = self.config("""\
abbreviations = [{ name = "a b", where = { port = [53, "80-90"], addr = "10.0.0.2" } }]
names = { services = true, interfaces = { eth0 = "uplink" } }
""")
        printed = run("--config", config, "--print-config")
        self.assertEqual(printed.returncode, 0, printed.stderr)
        again = self.file("again.toml", printed.stdout)
        self.assertEqual(run("check", again).returncode, 0)
        self.assertEqual(run("--config", again, "--print-config").stdout, printed.stdout)


if __name__ == "__main__":
    unittest.main()
