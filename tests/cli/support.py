# SPDX-License-Identifier: MIT
"""What the command-line tests share: the binary under test, runs with a time limit, capture files made in code."""
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import unittest

HOOKLINE = os.environ["HOOKLINE"]
SOURCE = pathlib.Path(os.environ["HOOKLINE_SOURCE_DIR"])
SKIPPED = 77


def run(*arguments, timeout=20, **options):
    """Runs hookline; stdout and stderr as text unless they are redirected."""
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    return subprocess.run([HOOKLINE, *map(str, arguments)], text=True, timeout=timeout, **options)


def udp_frame(source_port=1000, payload=20):
    udp = struct.pack("!HHHH", source_port, 53, 8 + payload, 0) + bytes(payload)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, b"\x0a\0\0\1", b"\x0a\0\0\2")
    return b"\x02\0\0\0\0\2\x02\0\0\0\0\1\x08\0" + ip + udp


def pcap_bytes(frames, link_type=1):
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, link_type)
    for number, frame in enumerate(frames):
        out += struct.pack("<IIII", 1_700_000_000, number, len(frame), len(frame)) + frame
    return out


class TestCase(unittest.TestCase):
    """With a folder of its own, and what every refusal looks like."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hookline-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def assert_refused(self, result, status, *words):
        """One line on stderr (more only where it is about more), with these words in it, and nothing on stdout."""
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertEqual(result.stdout, "")
        for word in words:
            self.assertIn(word, result.stderr)
        self.assertNotIn("terminate called", result.stderr)

    def assert_one_line(self, result, status, *words):
        self.assert_refused(result, status, *words)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
