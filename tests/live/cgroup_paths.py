#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Which cgroups: those that are named, and what is wrong with names."""
import pathlib
import socket
import subprocess
import time

import cgroup_members as members
import netns
import support
from cgroup_members import FAR, UDP4, step


def v1_mount():
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        fields = line.split()
        if fields[fields.index("-") + 1] == "cgroup":
            return fields[4], fields[-1].split(",", 1)[1]
    return None


def ask(channel, count):
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.settimeout(10)
    made.connect((FAR, 9000))
    step(channel)
    members.exchange(made, count, 10)
    made.close()
    step(channel)


class Paths(members.TestCase):
    def refused(self, *paths):
        """What is said at the end of a run that does not start."""
        listed = ", ".join(f'"{path}"' for path in paths)
        run = support.Running(self, self.near, f"paths = [{listed}]")
        self.assertNotEqual(run.process.wait(20), 0)
        return run.log()

    def test_missing(self):
        log = self.refused(f"{self.cgroup.path}/none")
        self.assertIn(f"cannot open the cgroup {self.cgroup.path}/none: No such file or directory (2)", log)

    def test_a_file(self):
        self.assertIn("Not a directory (20)", self.refused(f"{self.cgroup.path}/cgroup.procs"))

    def test_no_cgroup(self):
        self.assertIn(f"/tmp is no cgroup; the v2 hierarchy is mounted at {members.cgroup2_mount()}",
                      self.refused("/tmp"))

    def test_version_1(self):
        if not v1_mount():
            self.skipTest("no hierarchy of cgroup v1 is mounted")
        path, controllers = v1_mount()
        self.assertIn(f"{path} is of a v1 hierarchy ({controllers}); the v2 hierarchy is mounted at "
                      f"{members.cgroup2_mount()}", self.refused(path))

    def test_empty(self):
        self.assertIn("paths is empty", self.refused())

    def test_below_another_counts_once(self):
        self.stranger(members.echo, FAR, 9000).wait_for()
        child = members.Cgroup(self, self.cgroup, "child")
        run = self.watch(self.cgroup, child)
        self.assertIn(f"{child.path} is counted already, with {self.cgroup.path}", run.log())
        self.member(ask, 5, cgroup=child).wait_for().go()
        self.assertEqual(self.finish(run).total(direction="out"), (5, 5 * (UDP4 + 10)))

    def test_below_the_mount(self):
        self.stranger(members.echo, FAR, 9000).wait_for()
        run = self.hookline(self.near, f'paths = ["{self.cgroup.name[1:]}"]')
        self.member(ask, 5).wait_for().go()
        self.assertEqual(self.finish(run).total(direction="out", cgroup=self.cgroup.name), (5, 5 * (UDP4 + 10)))

    def test_the_command_line(self):
        self.stranger(members.echo, FAR, 9000).wait_for()
        run = self.near.start(self, support.HOOKLINE, "-c", self.cgroup.path, "--classic", "-t", "3s",
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        deadline = time.monotonic() + 2
        while "hl_cgroup_egress" not in netns.run("bpftool", "cgroup", "show", self.cgroup.path, check=False):
            self.assertLess(time.monotonic(), deadline)
        process = self.member(ask, 5).wait_for().go()
        out = run.communicate(timeout=20)[0]
        self.assertEqual(run.returncode, 0)
        self.assertIn(f", pid: {process.pid}, comm: python3, cgroup: {self.cgroup.name}\n", out)

    def test_one_of_two_goes(self):
        self.stranger(members.echo, FAR, 9000).wait_for()
        other = members.Cgroup(self)
        run = self.watch(self.cgroup, other)
        other.remove()
        run.wait_for(f"{other.path}: the cgroup was removed, and our programs with it; 1 more are counted")
        self.member(ask, 5).wait_for().go()
        self.assertEqual(self.finish(run).total(direction="out"), (5, 5 * (UDP4 + 10)))

    def test_the_last_one_goes(self):
        self.stranger(members.echo, FAR, 9000).wait_for()
        run = self.watch()
        process = self.member(ask, 5).wait_for().go()
        process.end()
        self.cgroup.remove()
        run.wait_for("there is nothing left to count")
        self.assertEqual(run.process.wait(20), 0)
        report = support.Report((run.folder / "out").read_text(), run.log(), 0)
        self.assertEqual(report.total(direction="out"), (5, 5 * (UDP4 + 10)))
        self.assertEqual(members.once(report), report.delivered)

    def test_nothing_stays_behind(self):
        run = self.watch()
        self.assertIn("hl_cgroup", netns.run("bpftool", "cgroup", "show", self.cgroup.path))
        run.kill()
        deadline = time.monotonic() + 5
        while netns.run("bpftool", "cgroup", "show", self.cgroup.path, check=False).strip():
            self.assertLess(time.monotonic(), deadline, "programs are still attached")
            time.sleep(0.05)


if __name__ == "__main__":
    members.main()
