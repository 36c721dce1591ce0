#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""100,000 new flows a second for as many seconds as the argument says: no packet is missing, memory stays as it is."""
import sys
import time

import kernel_objects
import netns
import support

SECONDS = int(sys.argv.pop(1)) if sys.argv[1:2] and sys.argv[1].isdigit() else 20
RATE = 100_000
GROWTH = 2 * kernel_objects.MIB  # the flows are mapped 1.5 MiB at a time


class Steady(support.TestCase):
    row_limit = 262_144  # the default

    def test_new_flows(self):
        near = netns.Namespace(self)
        run = self.hookline(near, 'interfaces = ["lo"]')  # what BPF_PROG_TEST_RUN names as the packets' device
        pid = run.process.pid
        sender = kernel_objects.start_sender(self, near, pid, RATE, SECONDS)
        samples = self.sample_until(sender, pid)
        sent = int(sender.communicate()[0])
        self.assertEqual(sender.returncode, 0)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(sent, RATE * SECONDS)
        self.assertEqual(report.seen[0], sent)
        self.assertEqual(report.lost, (0, 0))
        self.assert_steady(samples)

    def sample_until(self, sender, pid):
        """(seconds, resident bytes, bytes of the maps), some hundred times."""
        begin, samples = time.monotonic(), []
        while sender.poll() is None:
            time.sleep(SECONDS / 100)
            samples.append((time.monotonic() - begin, kernel_objects.resident(pid), kernel_objects.map_memory(pid)))
        return samples

    def assert_steady(self, samples):
        """The table of the host is full after three seconds; a minute, or half of a short run, is time to settle."""
        settled = min(60, SECONDS / 2)
        for second, resident, maps in samples[::10]:
            print(f"{second:6.1f} s: resident {resident / 2**20:.1f} MiB, maps {maps / 2**20:.1f} MiB")
        for which, name in ((1, "resident"), (2, "maps")):
            before = max(sample[which] for sample in samples if sample[0] <= settled)
            after = max(sample[which] for sample in samples if sample[0] > settled)
            self.assertLessEqual(after, before + GROWTH, name)


if __name__ == "__main__":
    support.main("bpftool", limit=SECONDS + 120)
