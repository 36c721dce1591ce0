#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What rows say of a cgroup: its path, also when it is gone; unit, container and pod."""
import os
import signal
import socket
import time

import cgroup_members as members
import support
from cgroup_members import FAR, step

ID = "0123456789abcdef" * 4
UID = "9692aa0e-748e-11e8-8dfa-76d458035df6"
KEPT = "kept by tracepoints"


def connected():
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.settimeout(10)
    made.connect((FAR, 9000))
    return made


def talk(channel, count):
    step(channel)
    with connected() as made:
        members.exchange(made, count, 10)
    step(channel)


def open_then_move(channel, cgroup):
    """A socket stays in the cgroup of its maker."""
    made = connected()
    members.join(cgroup)
    step(channel)
    members.exchange(made, 7, 10)
    step(channel)


def talk_in_short_lived(channel, parent, count):
    """Each lives for a few milliseconds, and so does its process."""
    step(channel)
    for number in range(count):
        cgroup = parent.path / f"short-{number}.service"
        cgroup.mkdir()
        child = os.fork()
        if child == 0:
            (cgroup / "cgroup.procs").write_text("0")
            with connected() as made:
                members.exchange(made, number + 1, 10)
            os._exit(0)
        os.waitpid(child, 0)
        while True:
            try:
                cgroup.rmdir()
                break
            except OSError:  # the process is dead, but not gone yet
                time.sleep(0.001)
    step(channel)


class TestCase(members.TestCase):
    def setUp(self):
        super().setUp()
        self.stranger(members.echo, FAR, 9000).wait_for()

    def rows(self, report, **wanted):
        return [row for row in report.rows if all(row.get(key) == value for key, value in wanted.items())]


class Names(TestCase):
    def below(self, *names):
        """A cgroup below that of the test, and what is between."""
        cgroup = self.cgroup
        for name in names:
            cgroup = members.Cgroup(self, cgroup, name)
        return cgroup

    def test_short_lived(self):
        run = self.watch()
        self.assertIn(KEPT, run.log())
        self.member(talk_in_short_lived, self.cgroup, 40).wait_for().go()
        report = self.finish(run)
        for number in range(40):
            name = f"{self.cgroup.name}/short-{number}.service"
            rows = self.rows(report, cgroup=name, direction="out")
            self.assertEqual(sum(row["packets"] for row in rows), number + 1, name)
            self.assertEqual({row["unit"] for row in rows}, {f"short-{number}.service"})
        self.assertEqual([row["cgroup"] for row in report.rows if "gone" in row["cgroup"]], [])

    def test_a_name_outlives_its_cgroup(self):
        short = self.below("short.scope")
        run = self.watch()
        number = short.path.stat().st_ino
        process = self.member(open_then_move, self.cgroup, cgroup=short).wait_for()
        short.remove()
        time.sleep(2.5)  # ticks
        process.go()
        report = self.finish(run)
        self.assertEqual(report.total(direction="out", cgroup=short.name, unit="short.scope", cgroupId=number)[0], 7)
        self.assertEqual(report.total(direction="out")[0], 7)

    def test_made_after_the_start(self):
        run = self.watch()
        time.sleep(1.5)
        late = self.below("late.service", "worker")
        self.member(talk, 5, cgroup=late).wait_for().go()
        report = self.finish(run)
        self.assertEqual(report.total(direction="out", cgroup=late.name, unit="late.service")[0], 5)

    def test_labels(self):
        slices = ("kubepods.slice", "kubepods-burstable.slice", f"kubepods-burstable-pod{UID.replace('-', '_')}.slice")
        places = (
            ({"container": ID, "runtime": "docker"}, ("docker", ID)),
            ({"container": ID, "runtime": "podman", "unit": f"libpod-{ID}.scope"},
             ("machine.slice", f"libpod-{ID}.scope", "container")),
            ({"container": ID, "runtime": "containerd", "pod": UID, "unit": f"cri-containerd-{ID}.scope"},
             (*slices, f"cri-containerd-{ID}.scope")),
        )
        run = self.watch()
        for number, (_, names) in enumerate(places):
            self.member(talk, number + 3, cgroup=self.below(*names)).wait_for().go()
        report = self.finish(run)
        for number, (labels, names) in enumerate(places):
            cgroup = "/".join((self.cgroup.name, *names))
            rows = self.rows(report, cgroup=cgroup, direction="out")
            self.assertEqual(sum(row["packets"] for row in rows), number + 3, cgroup)
            for row in rows:
                said = {key: row[key] for key in ("unit", "container", "runtime", "pod") if key in row}
                self.assertEqual(said, labels, cgroup)

    def test_more_than_the_ring_holds(self):
        run = self.watch()
        os.kill(run.process.pid, signal.SIGSTOP)
        for number in range(6000):
            path = self.cgroup.path / f"{number}-{'x' * 100}"
            path.mkdir()
            path.rmdir()
        late = self.below("late")
        os.kill(run.process.pid, signal.SIGCONT)
        self.member(talk, 5, cgroup=late).wait_for().go()
        run.wait_for("cgroups came or went too fast to be told")
        self.assertEqual(self.finish(run).total(direction="out", cgroup=late.name)[0], 5)

    def test_where_only_a_part_is_mounted(self):
        """In a cgroup namespace paths are from its root on, and the kernel's are not: so they are looked for."""
        mount = members.cgroup2_mount()
        child = self.below("child.service")

        class Confined:
            def start(_, test, *command, **options):
                script = f'echo 0 > {self.cgroup.path}/cgroup.procs && exec unshare --mount --cgroup sh -c \'' \
                         f'umount {mount} && mount -t cgroup2 none {mount} && exec "$0" "$@"\' "$0" "$@"'
                return self.near.start(test, "sh", "-c", script, *command, **options)

        run = support.Running(self, Confined(), f'paths = ["{mount}"]').wait_for("ready:")
        self.assertIn(f"looked for when needed, so that short-lived ones may have none: {mount} shows only a part",
                      run.log())
        self.member(talk, 5, cgroup=child).wait_for().go()
        self.member(talk_in_short_lived, self.cgroup, 1).wait_for().go()
        report = self.finish(run)
        self.assertEqual(report.total(direction="out", cgroup="/child.service", unit="child.service")[0], 5)
        gone = [row for row in report.rows if row["cgroup"].startswith("(gone ") and row["direction"] == "out"]
        self.assertEqual(sum(row["packets"] for row in gone), 1)
        self.assertEqual({key for row in gone for key in row if key in ("unit", "container")}, set())


if __name__ == "__main__":
    members.main()
