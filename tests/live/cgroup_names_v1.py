#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Names of processes that cgroup v2 has in its root or in their starter's cgroup, and v1 elsewhere: hybrid hosts."""
import os
import pathlib
import time

import cgroup_members as members
import cgroup_names as names
from cgroup_members import step
from cgroup_names import ID


def v1_mounts():
    """{"name=systemd": path, "memory": path, ...}"""
    found = {}
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        fields = line.split()
        if fields[fields.index("-") + 1] == "cgroup":
            found[fields[-1].split(",", 1)[1]] = pathlib.Path(fields[4])
    return found


def join_and_talk(channel, cgroup, count):
    members.join(cgroup)
    names.talk(channel, count)


def talk_again_and_again(channel):
    while True:
        step(channel)
        with names.connected() as made:
            members.exchange(made, 1, 10)


class V1Cgroup:
    """Like members.Cgroup, in a hierarchy of v1."""

    def __init__(self, test, mount, name):
        self.name = "/" + name
        self.path = mount / name
        self.path.mkdir()
        test.addCleanup(members.Cgroup.remove, self)

    def rename(self, name):
        self.path = self.path.rename(self.path.with_name(name))
        self.name = "/" + name


class NamesOfV1(names.TestCase):
    def setUp(self):
        super().setUp()
        if not v1_mounts():
            self.skipTest("no hierarchy of cgroup v1 is mounted")
        self.name = f"hl-live-{os.getpid()}"
        self.root = members.Cgroup.__new__(members.Cgroup)
        self.root.name, self.root.path = "/", members.cgroup2_mount()

    def watch_root(self):
        return self.watch(self.root, options='filter = "net 10.77.0.0/24"')

    def container(self):
        """In one hierarchy: not systemd's, where there is another."""
        mounts = v1_mounts()
        mount = mounts[min(mounts, key=lambda controllers: (controllers == "name=systemd", controllers))]
        for name in (self.name, f"{self.name}/docker", f"{self.name}/docker/{ID}"):
            cgroup = V1Cgroup(self, mount, name)
        return cgroup

    def test_a_container_that_a_service_has_started(self):
        cgroup = self.container()
        run = self.watch()
        self.member(join_and_talk, cgroup, 5).wait_for().go()
        self.member(names.talk, 3).wait_for().go()  # the service itself
        report = self.finish(run)
        self.assertEqual(report.total(direction="out", cgroup=cgroup.name, container=ID, runtime="docker",
                                      cgroupId=self.cgroup.path.stat().st_ino)[0], 5)
        self.assertEqual(report.total(direction="out", cgroup=self.cgroup.name)[0], 3)

    def test_a_container(self):
        cgroup = self.container()
        run = self.watch_root()
        self.member(names.talk, 5, cgroup=cgroup).wait_for().go()
        rows = self.rows(run.stop(), direction="out", cgroup=cgroup.name)
        self.assertEqual(sum(row["packets"] for row in rows), 5)
        self.assertEqual({(row["container"], row["runtime"], row["cgroupId"]) for row in rows}, {(ID, "docker", 1)})

    def test_a_service_and_its_new_name(self):
        if "name=systemd" not in v1_mounts():
            self.skipTest("no hierarchy name=systemd is mounted")
        cgroup = V1Cgroup(self, v1_mounts()["name=systemd"], f"{self.name}-a.service")
        run = self.watch_root()
        process = self.member(talk_again_and_again, cgroup=cgroup).wait_for()
        before = cgroup.name
        process.go()
        time.sleep(2.5)  # a tick, and what it has drained
        cgroup.rename(f"{self.name}-b.service")
        for _ in range(2):
            process.go()
        report = run.stop()
        for name, packets in ((before, 1), (cgroup.name, 2)):
            self.assertEqual(report.total(direction="out", cgroup=name, unit=name[1:])[0], packets, report.rows)

    def test_the_root_stays_the_root(self):
        run = self.watch_root()
        self.member(names.talk, 5, cgroup=self.root).wait_for().go()
        self.assertEqual(run.stop().total(direction="out", cgroup="/", srcIp=members.NEAR)[0], 5)


if __name__ == "__main__":
    members.main()
