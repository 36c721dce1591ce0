#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Return probes of mechanism "kprobe": made in tracefs for 4096 calls at once, gone afterwards; what is missed is lost."""
import pathlib
import re
import threading
import time

import cgroup_members as members
import kprobe_runs as runs
import netns
import support

PROFILE = pathlib.Path("/sys/kernel/tracing/kprobe_profile")
AT_ONCE = 4096
HIDE = 'mount -t tmpfs none /sys/kernel/tracing && mount -t tmpfs none /sys/kernel/debug && exec "$0" "$@"'


def events_of(pid):
    """{name: function} of the return probes that this process has made."""
    found = re.findall(r"^r(\d+):hookline/(\w+) (\w+)$", runs.EVENTS.read_text(), re.MULTILINE)
    ours = {name: function for most, name, function in found if f"_{pid}_" in name and int(most) == AT_ONCE}
    return dict(sorted(ours.items()))


def missed(pid):
    profile = re.findall(r"^\s*(\w+)\s+\d+\s+(\d+)$", PROFILE.read_text(), re.MULTILINE)
    return sum(int(number) for name, number in profile if f"_{pid}_" in name)


def receive_for_ever(channel, count):
    threading.stack_size(1 << 16)
    made = members.udp("127.0.0.1", 0)
    made.setblocking(True)
    for _ in range(count):
        threading.Thread(target=made.recv, args=(1,), daemon=True).start()
    channel.send(b"done")


class WithoutTracefs:
    """A namespace whose processes do not find it."""

    def __init__(self, namespace):
        self.namespace = namespace

    def start(self, test, *command, **options):
        return self.namespace.start(test, "unshare", "--mount", "sh", "-c", HIDE, *command, **options)


class Returns(runs.TestCase):
    def setUp(self):
        if not runs.EVENTS.exists():
            self.skipTest("this kernel has no kprobe events, or tracefs is not mounted")
        self.addCleanup(runs.remove_events)
        self.space = runs.loopback(self)

    def start(self):
        run = self.watch(self.space, "kprobe")
        self.assertIn("inet_recvmsg", events_of(run.process.pid).values(), run.log())
        return run

    def check_counts(self, run):
        """It sees what is moved, and nothing stays behind."""
        said, _ = runs.move(self.space, [("ipv4", 100_003, "tcp", "send", "recv")])
        report = self.finish(run)
        processes, = said.values()
        pids = {process["pid"] for process in processes}
        found = runs.totals(runs.flows_of(row for row in report.rows if row.get("pid") in pids))
        self.assertEqual(found, runs.totals(runs.flows_said(processes[0]) | runs.flows_said(processes[1])))
        self.assertEqual(events_of(run.process.pid), {})
        return report

    def test_nothing_stays(self):
        self.check_counts(self.start())

    def test_two_at_once(self):
        first = self.start()
        events = events_of(first.process.pid)
        second = self.start()
        self.assertNotIn("removed", second.log())
        self.check_counts(second)
        self.assertEqual(events_of(first.process.pid), events)
        self.check_counts(first)

    def test_started_at_the_same_time(self):
        """None takes what another has just made for what a killed one has left."""
        all_runs = [support.Running(self, self.space, 'mechanism = "kprobe"') for _ in range(4)]
        functions = set()
        for run in all_runs:
            run.wait_for("ready:")
            self.assertNotRegex(run.log(), "removed|warning")
            functions.add(tuple(sorted(events_of(run.process.pid).values())))
        self.assertEqual(len(functions), 1, functions)
        self.check_counts(all_runs[0])

    def test_killed(self):
        """The next start removes what is left, and nothing of one that lives."""
        living, killed = self.start(), self.start()
        of_the_living, left = events_of(living.process.pid), events_of(killed.process.pid)
        killed.kill()
        self.assertEqual(events_of(killed.process.pid), left)
        run = self.start()
        self.assertEqual(events_of(killed.process.pid), {})
        self.assertEqual(events_of(living.process.pid), of_the_living)
        for name in left:
            self.assertIn(f"kprobe event hookline/{name}, left by a hookline that was killed: removed", run.log())
        self.check_counts(run)
        self.check_counts(living)

    def test_killed_is_removed_by_another_mechanism(self):
        killed = self.start()
        killed.kill()
        self.finish(self.watch(self.space, "auto"))
        self.assertEqual(events_of(killed.process.pid), {})

    def test_what_is_missed_is_lost(self):
        """One call of each thread more than can wait at a time, and none of the others."""
        more = 37
        run = self.start()
        deadline = time.monotonic() + 40 * netns.SLOWDOWN
        crowd = members.Process(self, self.space, None, receive_for_ever, AT_ONCE + more)
        crowd.channel.settimeout(40 * netns.SLOWDOWN)
        crowd.wait_for()
        while missed(run.process.pid) < more and time.monotonic() < deadline:
            time.sleep(0.1)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.amount("lost", "missed"), (more, 0), report.log)
        self.assertEqual(events_of(run.process.pid), {})

    def test_without_tracefs(self):
        """By the kernel's default, which the log says."""
        run = self.watch(WithoutTracefs(self.space), "kprobe")
        self.assertEqual(events_of(run.process.pid), {})
        warnings = re.findall(r"warning: capture live: kretprobe of .*", run.log())
        self.assertEqual(len(warnings), 1, run.log())
        self.assertIn("/sys/kernel/tracing/kprobe_events: No such file or directory (2)", warnings[0])
        self.check_counts(run)


if __name__ == "__main__":
    runs.main()
