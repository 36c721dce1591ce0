#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the flow table takes at defaults with 100,000 flows, of the process and the kernel, and what is said of it."""
import os
import re
import signal
import sys

import kernel_objects
import netns
import support

FLOWS = 100_000
RESIDENT_LIMIT = 40 * kernel_objects.MIB
KERNEL_LIMIT = 128 * kernel_objects.MIB


class Memory(support.TestCase):
    row_limit = 262_144  # the default

    def test_process_and_kernel(self):
        near = netns.Namespace(self)
        run = self.hookline(near, 'interfaces = ["lo"]')  # what BPF_PROG_TEST_RUN names as the packets' device
        sender = kernel_objects.start_sender(self, near, run.process.pid, FLOWS, 1)
        self.assertEqual(int(sender.communicate()[0]), FLOWS)
        resident = kernel_objects.resident(run.process.pid, "VmHWM")
        maps = kernel_objects.map_memory(run.process.pid)
        peak, report = self.end(run)
        print(f"{self.plugin}: resident {resident / 2**20:.1f} MiB, with the last report {peak / 2**20:.1f} MiB, "
              f"maps {maps / 2**20:.1f} MiB")
        self.assert_balanced(report)
        self.assertEqual(report.seen[0], FLOWS)
        self.assertEqual(len(report.rows), FLOWS)
        self.assertLess(max(resident, peak), RESIDENT_LIMIT)
        self.assertGreater(maps, 0)
        self.assertLessEqual(maps, KERNEL_LIMIT)
        self.assert_doctor_knows(maps)

    def end(self, run):
        """The most memory that it had (bytes), and its report."""
        run.process.send_signal(signal.SIGINT)
        _, status, usage = os.wait4(run.process.pid, 0)
        run.process.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_maxrss * 1024, run.stop()

    def assert_doctor_knows(self, maps):
        """It speaks of the flow table alone: other maps and the kernel's own lists are a few MiB."""
        words = netns.run(support.HOOKLINE, "doctor").partition(f"capture {self.plugin}:")[2]
        said = re.search(r"flow table: (\d+) MiB of kernel memory at max_entries = 262144", words)
        self.assertTrue(said, words)
        self.assertLess(abs(int(said[1]) * kernel_objects.MIB - maps), 8 * kernel_objects.MIB)


if __name__ == "__main__":
    Memory.plugin = sys.argv.pop(1)
    support.main("bpftool")
