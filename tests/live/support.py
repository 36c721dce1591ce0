# SPDX-License-Identifier: MIT
"""What the live tests share: the tool running in a namespace, its report and ledger, captures to compare with."""
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest

import foreign_program
import netns

HOOKLINE = os.environ.get("HOOKLINE", "build/hookline")
SKIPPED = 77
READY_LIMIT = 20 * netns.SLOWDOWN

_AMOUNT = r"(\d+) packets (\d+) bytes"
_LAST_LINE = re.compile(r"ledger: seen (\d+) packets (\d+) bytes, delivered (\d+) (\d+), filtered (\d+) (\d+), "
                        r"lost (\d+) (\d+)")


class Report:
    """What a run has said: rows (the JSON report), ledger, log."""

    def __init__(self, out, log, status):
        self.status = status
        self.log = log
        self.rows = json.loads(out) if out.strip() else []
        lines = log.strip().splitlines()
        found = _LAST_LINE.fullmatch(lines[-1]) if lines else None
        if not found:
            raise AssertionError(f"the last line is no ledger (status {status}):\n{log}")
        numbers = [int(number) for number in found.groups()]
        self.seen, self.delivered, self.filtered, self.lost = zip(numbers[::2], numbers[1::2])

    def amount(self, account, name):
        """(packets, bytes) of one line of the ledger, such as "lost", "map_full"."""
        found = re.search(rf"ledger: capture live: {account} {name} {_AMOUNT}", self.log)
        return (int(found[1]), int(found[2])) if found else (0, 0)

    def total(self, **wanted):
        """(packets, bytes) of the rows that have these values: total(direction="in", proto="TCP")."""
        rows = [row for row in self.rows if all(row.get(key) == value for key, value in wanted.items())]
        return sum(row["packets"] for row in rows), sum(row["bytes"] for row in rows)


_CONFIG = """
[host]
log_level = "info"
shutdown_timeout = "{shutdown_timeout}s"
[capture.live]
plugin = "{plugin}"
{options}
[sink.out]
plugin = "json"
[[pipeline]]
from = ["live"]
to = ["out"]
row_limit = {row_limit}
"""


class Running:
    def __init__(self, test, namespace, options):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hookline-live-"))
        test.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        config = self.folder / "live.toml"
        config.write_text(_CONFIG.format(plugin=test.plugin, options=options, row_limit=test.row_limit,
                                         shutdown_timeout=5 * netns.SLOWDOWN))
        self._log = self.folder / "log"
        with open(self._log, "w") as log, open(self.folder / "out", "w") as out:
            self.process = namespace.start(test, HOOKLINE, "--config", config, stdout=out, stderr=log)

    def log(self):
        return self._log.read_text()

    def wait_for(self, words, limit=READY_LIMIT):
        deadline = time.monotonic() + limit
        while words not in self.log():
            if self.process.poll() is not None:
                status = self.process.returncode
                raise AssertionError(f"ended with status {status}, expected \"{words}\":\n{self.log()}")
            if time.monotonic() > deadline:
                raise AssertionError(f"no \"{words}\" within {limit} s:\n{self.log()}")
            time.sleep(0.02)
        return self

    def stop(self):
        """Ends it as its user would, and returns its report."""
        time.sleep(0.1)  # what is still on its way through the kernel
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(30 * netns.SLOWDOWN)
        return Report((self.folder / "out").read_text(), self.log(), status)

    def kill(self):
        self.process.kill()
        self.process.wait(10)


class TestCase(unittest.TestCase):
    maxDiff = 4000
    plugin = "tc"
    row_limit = 1_000_000

    def hookline(self, namespace, options):
        """Started and attached."""
        return Running(self, namespace, options).wait_for("ready:")

    def need(self, way):
        """Skips the test where this kernel cannot attach in this way."""
        if way == "tcx" and not foreign_program.has_tcx():
            self.skipTest("this kernel has no TCX")
        if way == "frags" and not foreign_program.has_xdp_frags():
            self.skipTest("this kernel has no XDP frames in several buffers")

    def assert_balanced(self, report):
        self.assertEqual(report.status, 0, report.log)
        rows = report.total()
        self.assertEqual(rows, report.delivered, "rows against the ledger")
        for part in (0, 1):
            accounted = report.delivered[part] + report.filtered[part] + report.lost[part]
            self.assertEqual(report.seen[part], accounted, report.log)

    def assert_clean(self, namespace, device):
        """Nothing of ours is attached any more."""
        self.assertNotIn("clsact", namespace.run("tc", "qdisc", "show", "dev", device))
        for hook in ("ingress", "egress"):
            self.assertEqual(namespace.run("tc", "filter", "show", "dev", device, hook, check=False), "")
        self.assertNotIn("xdp", namespace.link(device))

    def capture(self, namespace, device, *options):
        """A tcpdump at work; call it to end it and to have (packets, bytes) of what it saw."""
        path, end = self.capture_file(namespace, device, "-s", "96", *options)

        def finish():
            end()
            return pcap_total(path.read_bytes())

        return finish

    def capture_file(self, namespace, device, *options):
        """The same: its file, and what to call to end it."""
        path = pathlib.Path(tempfile.mkdtemp(prefix="hookline-live-")) / "capture.pcap"
        self.addCleanup(shutil.rmtree, path.parent, ignore_errors=True)
        process = namespace.start(self, "tcpdump", "-i", device, "-w", path, "-B", "65536", "-U", "-Z", "root", *options,
                                  stderr=subprocess.PIPE, text=True)
        while "listening on" not in process.stderr.readline():
            self.assertIsNone(process.poll(), "tcpdump has ended")

        def end():
            # tcpdump throws away what it has not read yet when it is told to end.
            size = -1
            while path.stat().st_size != size:
                size = path.stat().st_size
                time.sleep(1)
            process.send_signal(signal.SIGINT)
            words = process.communicate(timeout=10)[1]
            self.assertIn("0 packets dropped by kernel", words)

        return path, end


def pcap_total(data):
    packets = size = 0
    offset = 24
    while offset < len(data):
        captured, original = struct.unpack_from("<8xII", data, offset)
        packets += 1
        size += original
        offset += 16 + captured
    return packets, size


def main(*needed, limit=170):
    """Runs the tests of the calling file. `needed`: commands without which all of them are skipped."""
    if os.geteuid() != 0:
        _skip("needs root")
    for command in ("ip", "tc", "nsenter", *needed):
        if not shutil.which(command):
            _skip(f"needs {command}")
    if not netns.has_kernel_support("type", "veth"):
        _skip("this kernel has no veth devices")
    # A way out that lets the clean-ups run, before ctest's own limit, which does not.
    signal.signal(signal.SIGALRM, _time_is_up)
    signal.signal(signal.SIGTERM, _time_is_up)
    signal.alarm(limit * netns.SLOWDOWN)
    result = unittest.main(exit=False, verbosity=2).result
    # A test of which a part is skipped has run.
    ran = result.testsRun - sum(not hasattr(test, "test_case") for test, _ in result.skipped)
    sys.exit(1 if not result.wasSuccessful() else SKIPPED if ran == 0 else 0)


def _time_is_up(number, _frame):
    raise TimeoutError(f"signal {signal.Signals(number).name}")


def _skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)
