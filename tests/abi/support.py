# SPDX-License-Identifier: MIT
"""What the scripts of this folder share: the host under test, and a folder that is gone when the test is."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

HOOKLINE = os.environ["HOOKLINE"]
BUILD = pathlib.Path(os.environ["HOOKLINE_BUILD_DIR"])
SOURCE = pathlib.Path(os.environ["HOOKLINE_SOURCE_DIR"])
HERE = pathlib.Path(__file__).resolve().parent
TEST_PLUGINS = BUILD / "test-plugins"
CXX = os.environ.get("CXX", "c++")
CC = os.environ.get("CC", "cc")
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def run(command, timeout=120, **options):
    """stdout and stderr as text."""
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=timeout, **options)


class TestCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hookline-abi-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def run_well(self, command, **options):
        result = run(command, **options)
        self.assertEqual(result.returncode, 0, f"{command}\n{result.stdout}\n{result.stderr}")
        return result

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path
