# SPDX-License-Identifier: MIT
"""script/vm itself: what comes back from a VM, what makes a run fail, and that nothing stays behind."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
KERNEL = "6.12"
SKIPPED = 77


class Vm(unittest.TestCase):
    def setUp(self):
        self.mark = str(uuid.uuid4())

    def start(self, *words, **options):
        environment = os.environ | {"HOOKLINE_VM_TEST": self.mark} | options.pop("env", {})
        return subprocess.Popen([ROOT / "script/vm", *words], env=environment, stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)

    def run_vm(self, *words, **options):
        process = self.start(*words, **options)
        out, err = process.communicate("not for the guest\n", timeout=120)
        self.assert_nothing_left()
        return process.returncode, out, err

    def processes(self):
        """Those that this test has started: they have the mark in their environment."""
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_text().split("\0")[0])
            except OSError:
                pass  # it has ended
        return found

    def assert_nothing_left(self):
        deadline = time.monotonic() + 5
        while (left := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(left, [])
        self.assertNotIn("hookline-vm", pathlib.Path("/proc/self/mountinfo").read_text())
        self.assertFalse(os.path.exists("/run/hookline-vm"))


class WhatComesBack(Vm):
    def test_status_and_both_streams(self):
        found = self.run_vm(KERNEL, "--", "uname -r; pwd; echo words >&2; cat; exit 7", cwd=ROOT / "tests")
        release, folder = found[1].split()
        self.assertRegex(release, r"^6\.12\.")
        self.assertEqual((found[0], folder, found[2]), (7, f"{ROOT}/tests", "words\n"))

    def test_arguments_are_kept_apart(self):
        self.assertEqual(self.run_vm(KERNEL, "--", "printf", "%s|", "a b", "$HOME", "'")[:2], (0, "a b|$HOME|'|"))

    def test_output_is_whole(self):
        process = self.start(KERNEL, "--", "seq 1 200000")
        time.sleep(6)  # a reader that is late
        out, _ = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out), (0, "".join(f"{number}\n" for number in range(1, 200001))))
        self.assert_nothing_left()

    def test_output_comes_while_the_command_runs(self):
        process = self.start(KERNEL, "--", "echo first; sleep 3600")
        self.assertEqual(process.stdout.readline(), "first\n")
        process.terminate()
        process.communicate(timeout=10)
        self.assert_nothing_left()

    def test_files(self):
        with tempfile.TemporaryDirectory() as kept, tempfile.TemporaryDirectory() as lost:
            status, out, _ = self.run_vm("-w", kept, KERNEL, "--", f"echo a >{kept}/file; echo b >{lost}/file; "
                                                                   f"cat {lost}/file; echo $HOOKLINE_VM_TEST")
            self.assertEqual((status, out), (0, f"b\n{self.mark}\n"))
            self.assertEqual(pathlib.Path(kept, "file").read_text(), "a\n")
            self.assertEqual(os.listdir(lost), [])


class WhatFails(Vm):
    def test_a_warning_of_the_kernel(self):
        for command_status in (0, 77):
            status, _, err = self.run_vm(KERNEL, "--", f"echo '<4>WARNING: made up' >/dev/kmsg; exit {command_status}")
            self.assertEqual(status, 125, err)
            self.assertIn("WARNING: made up", err)

    def test_a_panic(self):
        status, _, err = self.run_vm(KERNEL, "--", "echo c >/proc/sysrq-trigger")
        self.assertEqual(status, 125, err)
        self.assertIn("Kernel panic", err)

    def test_a_time_limit(self):
        began = time.monotonic()
        status, out, err = self.run_vm("-t", "12", KERNEL, "--", "echo first; sleep 3600")
        self.assertEqual((status, out), (124, "first\n"))
        self.assertIn("stopped after 12 s", err)
        self.assertLess(time.monotonic() - began, 30)

    def test_usage(self):
        for words in ((), ("6.1",), ("2.4", "--", "true"), (KERNEL, "--")):
            self.assertEqual(self.run_vm(*words)[0], 2)

    def test_nothing_to_be_had_is_a_skip(self):
        with tempfile.TemporaryDirectory() as empty:
            settings = pathlib.Path(empty, "apt.conf")
            settings.write_text('Dir::Etc::sourcelist "/dev/null"; Dir::Etc::sourceparts "/dev/null";')
            status, _, err = self.run_vm(KERNEL, "--", "true",
                                         env={"APT_CONFIG": str(settings), "HOOKLINE_VM_CACHE": f"{empty}/cache"})
            self.assertEqual(status, SKIPPED, err)
            self.assertIn("skipped: apt has no source", err)


class WhatEndsEarly(Vm):
    def end_by(self, number):
        process = self.start(KERNEL, "--", "echo started; sleep 3600")
        self.assertEqual(process.stdout.readline(), "started\n")
        self.assertTrue(any("qemu" in command for command in self.processes()))
        process.send_signal(number)
        process.communicate(timeout=10)
        self.assert_nothing_left()
        return process.returncode

    def test_interrupted(self):
        self.assertEqual(self.end_by(signal.SIGINT), 128 + signal.SIGINT)

    def test_terminated(self):
        self.assertEqual(self.end_by(signal.SIGTERM), 128 + signal.SIGTERM)

    def test_killed(self):
        self.assertEqual(self.end_by(signal.SIGKILL), -signal.SIGKILL)


if __name__ == "__main__":
    probe = subprocess.run([ROOT / "script/vm", KERNEL, "--", "true"], capture_output=True, text=True)
    if probe.returncode == SKIPPED:
        print(probe.stderr.strip())
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
