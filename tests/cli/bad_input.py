#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Bad input on the command line, in configurations and in capture files: a clear error, nothing lost."""
import json
import os
import subprocess
import unittest

from support import HOOKLINE, TestCase, pcap_bytes, run, udp_frame


class Usage(TestCase):
    def test_unknown_flag(self):
        self.assert_one_line(run("--no-such-flag"), 2, "no-such-flag")

    def test_max_entries_out_of_range(self):
        for value in ("0", "-1", str(2**32 + 1), "many", "1e3", ""):
            with self.subTest(value=value):
                self.assert_one_line(run("-i", "lo", f"--max-entries={value}"), 2, "max-entries")

    def test_bad_duration(self):
        for value in ("ten", "10", "-1s", "1h1", "99999999999h"):
            with self.subTest(value=value):
                self.assert_one_line(run("-i", "lo", "-t", value), 2, "timeout")

    def test_flags_whose_plugin_does_not_exist_yet(self):
        for flags, plugin in ((["-c", "/sys/fs/cgroup"], "cgroup"), (["-k"], "kprobe"), (["-g"], "tui")):
            with self.subTest(plugin=plugin):
                self.assert_one_line(run("-i", "lo", *flags), 2, plugin)

    def test_bad_filter(self):
        for flags in ([], ["-x"], ["--pcap"]):
            with self.subTest(flags=flags):
                self.assert_one_line(run("-i", "lo", *flags, "udp prot 53"), 2, 'filter "udp prot 53"', "syntax error")
        self.assert_one_line(run("plugin"), 2, 'did you mean "plugins"')
        self.assert_one_line(run("-k", "udp"), 2, "--kprobes")

    def test_missing_config(self):
        self.assert_one_line(run("--config", self.folder / "no.toml"), 2, "no.toml", "No such file")

    def test_config_is_a_folder(self):
        self.assert_one_line(run("--config", self.folder), 2, "Is a directory")


class Configuration(TestCase):
    def test_bad_filter(self):
        """libpcap's words at the config's line, the same for every capture."""
        for plugin, option in (("tc", 'interfaces = ["lo"]'), ("xdp", 'interfaces = ["lo"]'), ("pcap", 'interface = "lo"')):
            path = self.file("filter.toml", f"""[capture.a]
plugin = "{plugin}"
{option}
filter = "tcp prot 80"
[sink.s]
plugin = "json"
[[pipeline]]
from = ["a"]
to = ["s"]
""")
            with self.subTest(plugin=plugin):
                self.assert_one_line(run("check", path), 2, "filter.toml:4:1: capture.a: filter \"tcp prot 80\": ",
                                     "syntax error")

    TEN_MISTAKES = """\
[host]
tock = "1s"
[capture.file]
plugin = "pcap"
raed = "x.pcap"
max_entries = 0
no_arp = "yes"
[sink.out]
plugin = "json"
format = "xml"
queue_size = -1
[sink.lost]
plugin = "no_such_plugin"
[[pipeline]]
from = ["fiel"]
to = ["out"]
every = "soon"
[[pipeline]]
from = ["file"]
to = ["out"]
where = { prto = "tcp" }
"""

    def test_ten_mistakes_are_all_named_with_their_place(self):
        path = self.file("bad.toml", self.TEN_MISTAKES)
        result = run("check", path)
        self.assertEqual(result.returncode, 2)
        for line, word in ((2, "tock"), (5, "raed"), (6, "max_entries"), (7, "no_arp"), (10, "format"),
                           (11, "queue_size"), (13, "no_such_plugin"), (15, "fiel"), (17, "every")):
            with self.subTest(line=line):
                self.assertRegex(result.stderr, rf"(?m)^{path}:{line}:\d+: .*{word}")
        self.assertIn('did you mean "read"', result.stderr)
        self.assertIn('did you mean "tick"', result.stderr)
        self.assertIn('did you mean "file"', result.stderr)

    def test_unknown_column_in_where_and_group_by(self):
        path = self.file("columns.toml", """\
[capture.file]
plugin = "pcap"
read = "x.pcap"
[sink.out]
plugin = "json"
[[pipeline]]
from = ["file"]
to = ["out"]
where = { prto = "tcp" }
group_by = ["dst_adr"]
sort_by = "bites"
""")
        result = run("check", path)
        self.assertEqual(result.returncode, 2)
        for line, word in ((9, "proto"), (10, "dst_addr"), (11, "bytes")):
            self.assertRegex(result.stderr, rf'(?m)^{path}:{line}:\d+: .*did you mean "{word}"')

    def test_syntax_error(self):
        result = run("check", self.file("syntax.toml", "[capture\n"))
        self.assertEqual(result.returncode, 2)
        self.assertRegex(result.stderr, r"syntax.toml:1:\d+: ")

    def test_plugin_that_is_none(self):
        for name, content, words in (("directory", None, ["directory"]), ("text", b"no library\n", ["ELF"])):
            path = self.folder / f"{name}.so"
            path.mkdir() if content is None else path.write_bytes(content)
            config = self.file(f"{name}.toml", f"""\
[capture.x]
plugin = "{path}"
[sink.out]
plugin = "json"
[[pipeline]]
from = ["x"]
to = ["out"]
""")
            with self.subTest(name=name):
                result = run("check", config)
                self.assertEqual(result.returncode, 2)
                for word in [str(path), *words]:
                    self.assertIn(word, result.stderr)


class CaptureFiles(TestCase):
    def test_missing(self):
        self.assert_refused(run("--read", self.folder / "no.pcap"), 1, "no.pcap", "No such file or directory (2)")

    def test_empty(self):
        self.assert_refused(run("--read", self.file("empty.pcap", b"")), 1, "empty.pcap")

    def test_no_capture_file(self):
        self.assert_refused(run("--read", self.file("text.pcap", b"hello " * 100)), 1, "text.pcap")

    def test_unknown_link_type(self):
        path = self.file("wlan.pcap", pcap_bytes([b"x" * 60], link_type=105))
        self.assert_refused(run("--read", path), 1, "IEEE802_11", "105", "EN10MB")

    def test_cut_anywhere_keeps_what_was_whole(self):
        frames = [udp_frame(port) for port in range(1000, 1003)]
        whole = pcap_bytes(frames)
        record = 16 + len(frames[0])
        for cut in range(25, len(whole)):
            complete = (cut - 24) // record
            on_boundary = (cut - 24) % record == 0
            result = run("--read", self.file("cut.pcap", whole[:cut]), "--json")
            with self.subTest(cut=cut):
                self.assertEqual(sum(row["packets"] for row in json.loads(result.stdout)), complete)
                self.assertEqual(result.returncode, 0 if on_boundary else 1, result.stderr)
                if not on_boundary:
                    self.assertIn("truncated", result.stderr)

    def test_no_packets(self):
        result = run("--read", self.file("none.pcap", pcap_bytes([])), "--json")
        self.assertEqual((result.returncode, result.stdout), (0, "[]\n"))
        last = result.stderr.splitlines()[-1]
        self.assertEqual(last, "ledger: seen 0 packets 0 bytes, delivered 0 0, filtered 0 0, lost 0 0")

    def test_bad_filter(self):
        path = self.file("one.pcap", pcap_bytes([udp_frame()]))
        self.assert_one_line(run("--read", path, "udp prot 53"), 2, "udp prot 53", "syntax error")
        # Right for some other link type: only the file tells.
        self.assert_refused(run("--read", path, "inbound"), 1, "inbound")

    def test_intervals_mean_nothing_to_a_file(self):
        path = self.file("one.pcap", pcap_bytes([udp_frame()]))
        self.assert_one_line(run("--read", path, "-e", "1s"), 2, "--every")


class Output(TestCase):
    def setUp(self):
        super().setUp()
        self.capture = self.file("one.pcap", pcap_bytes([udp_frame(port) for port in range(1000, 1100)]))

    def test_full_disk(self):
        for flags in ([], ["--json"], ["--classic"], ["--lines"]):
            with self.subTest(flags=flags), open("/dev/full", "w") as full:
                result = run("--read", self.capture, *flags, stdout=full)
                self.assertEqual(result.returncode, 1)
                self.assertIn("No space left on device (28)", result.stderr)

    def test_full_disk_of_commands(self):
        for command in (["--help"], ["--version"], ["plugins"], ["plugins", "show", "pcap"], ["--print-config", "-i", "lo"],
                        ["doctor"]):
            with self.subTest(command=command), open("/dev/full", "w") as full:
                result = run(*command, stdout=full)
                self.assertEqual(result.returncode, 1)
                self.assertIn("No space left on device", result.stderr)

    def test_closed_pipe(self):
        for flags in ([], ["--json"]):
            reader, writer = os.pipe()
            os.close(reader)
            with self.subTest(flags=flags):
                result = run("--read", self.capture, *flags, stdout=writer)
                self.assertEqual(result.returncode, 1)
                self.assertIn("Broken pipe (32)", result.stderr)
            os.close(writer)

    def test_full_file_system(self):
        if os.geteuid() != 0:
            self.skipTest("mounting a small tmpfs needs root")
        small = self.folder / "small"
        small.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", small], check=True)
        self.addCleanup(subprocess.run, ["umount", small], check=True)
        config = self.file("full.toml", f"""\
[capture.file]
plugin = "pcap"
read = "{self.capture}"
[sink.out]
plugin = "json"
format = "lines"
path = "{small}/rows.jsonl"
[[pipeline]]
from = ["file"]
to = ["out"]
""")
        result = run("--config", config)
        self.assertEqual(result.returncode, 1)
        self.assertIn("No space left on device", result.stderr)
        self.assertEqual(list(small.iterdir()), [], "a half-written file stayed behind")


@unittest.skipIf(os.geteuid() != 0, "needs root to attach")
class Live(TestCase):
    def test_unknown_interface(self):
        self.assert_refused(run("-i", "nosuchif0"), 1, "nosuchif0")

    def test_no_permission(self):
        if subprocess.run(["setpriv", "--help"], capture_output=True).returncode != 0:
            self.skipTest("setpriv is missing")
        result = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all",
                                 "--bounding-set=-all", HOOKLINE, "-i", "lo"], capture_output=True, text=True, timeout=20)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("Operation not permitted (1)", result.stderr)
        self.assertIn("CAP_", result.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
