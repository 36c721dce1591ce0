# SPDX-License-Identifier: MIT
"""What test_kernels.py makes of what it is told."""
import contextlib
import io
import pathlib
import unittest

import console
import matrix
import one_kernel

DOCTOR = """kernel            6.1.0-56-cloud-amd64 x86_64
BTF               /sys/kernel/btf/vmlinux

capture tc: works here
  tcx: lo ingress: tcx attach failed: Invalid argument (22)
  clsact: works
"""


def take(kernel, name, result, skips=()):
    with contextlib.redirect_stdout(io.StringIO()):
        one_kernel.take(kernel, {"test": name, "result": result, "seconds": 1.0, "skips": list(skips)},
                         pathlib.Path("/nonexistent"))


class Verdicts(unittest.TestCase):
    def test_a_skip_needs_a_reason_of_the_kernel(self):
        old, new = one_kernel.Kernel("5.10"), one_kernel.Kernel("6.1")
        for kernel in (old, new):
            take(kernel, "live_xdp_dispatcher", "skipped", ["no freplace"])
        self.assertFalse(old.failed())
        self.assertTrue(new.failed())

    def test_what_fails(self):
        for result in ("failed", "out of time"):
            kernel = one_kernel.Kernel("6.1")
            take(kernel, "live_tc_counts", result)
            self.assertTrue(kernel.failed())
        self.assertTrue(one_kernel.Kernel("6.1", problem="complaints").failed())
        self.assertFalse(one_kernel.Kernel("6.1", missing="no mirror").failed())

    def test_complaints_and_what_is_behind_them(self):
        log = "\n".join(["fine", "[ 1.0] WARNING: CPU: 0 PID: 1", *map(str, range(20)), "[ 2.0] BUG: x", "end"])
        self.assertEqual(console.complaints(log).splitlines(),
                         ["[ 1.0] WARNING: CPU: 0 PID: 1", *map(str, range(11)), "[ 2.0] BUG: x", "end"])
        self.assertEqual(console.complaints("fine\nwarning: small"), "")


class Matrix(unittest.TestCase):
    def test_tables(self):
        kernel = one_kernel.Kernel("6.1", doctor=one_kernel.read_doctor(DOCTOR))
        kernel.release = kernel.doctor.pop("kernel")[""]
        take(kernel, "live_tc_counts", "passed", ["no TCX"])
        take(kernel, "live_tc_rows", "failed")
        text = matrix.render([kernel, one_kernel.Kernel("sid", missing="no mirror")])
        for line in ("| capture | what | 6.1 (6.1.0-56-cloud-amd64) |", "| tc | in all | works here |",
                     "| tc | chosen by auto | clsact |", "| tc_counts | passed [1] |", "| tc_rows | **failed** |",
                     "1. no TCX", "Not to be had: sid: no mirror"):
            self.assertIn(f"{line}\n", text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
