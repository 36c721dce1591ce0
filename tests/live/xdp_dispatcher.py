#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Several XDP programs on one interface, by libxdp's dispatcher. Needs a kernel that takes freplace programs."""
import os
import pathlib
import subprocess
import sys

import frames
import netns
import support

PINS = pathlib.Path("/sys/fs/bpf/xdp")
PART = pathlib.Path(__file__).with_name("foreign_part.py")
OBJECT = pathlib.Path(support.HOOKLINE).with_name("bpf") / "foreign_xdp.bpf.o"
DROPPED, PASSED = frames.udp_frame(1), frames.ethernet(frames.ipv4(frames.udp(1000, 99), 17))


def pins():
    return set(PINS.glob("*"))


def remove_pins(was_there, before):
    """What a test that failed has left."""
    for folder in pins() - before:
        for pin in folder.glob("*"):
            pin.unlink()
        folder.rmdir()
    if PINS.exists() and not was_there:
        PINS.rmdir()


class Link(support.TestCase):
    plugin = "xdp"
    mtu = 1500

    def setUp(self):
        self.addCleanup(remove_pins, PINS.exists(), pins())
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        self.add_link()

    def add_link(self):
        netns.veth(self.near, self.far, mtu=self.mtu)
        for namespace in (self.near, self.far):
            namespace.sysctl("net.ipv6.conf.all.disable_ipv6", 1)
            netns.up(namespace, "veth0")

    def start(self, options=""):
        return self.hookline(self.near, f'interfaces = ["veth0"]\n{options}')

    def start_foreign(self, priority):
        process = self.near.start(self, sys.executable, PART, "veth0", OBJECT, priority, stdout=subprocess.PIPE,
                                  text=True)
        self.assertEqual(process.stdout.readline(), "attached\n")
        return process

    def end_foreign(self, process):
        process.terminate()
        self.assertEqual(process.wait(10), 0)

    def send(self, frame, count):
        self.far.call(frames.send, "veth0", [frame] * count)

    def assert_left(self):
        self.assert_clean(self.near, "veth0")
        self.assertEqual(pins(), set(), "something has stayed pinned")

    def assert_saw(self, run, packets):
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(proto="UDP")[0], packets, report.log)
        return report


class Dispatcher(Link):
    def test_alone(self):
        run = self.start('dispatcher = "always"')
        self.assertEqual(self.near.link("veth0")["xdp"]["prog"]["name"], "xdp_dispatcher")
        self.assertRegex(run.log(), r"veth0: libxdp's dispatcher \(id \d+, native mode\) calls program hl_xdp "
                                    r"\(id \d+, priority 1, goes on after XDP_PASS\)")
        self.send(PASSED, 13)
        self.assert_saw(run, 13)
        self.assert_left()

    def test_two_of_us(self):
        first, second = self.start('dispatcher = "always"'), self.start()
        self.assertIn("found libxdp's dispatcher", second.log())
        self.assertNotIn("killed", second.log())
        self.send(PASSED, 13)
        self.assert_saw(first, 13)
        self.send(PASSED, 17)
        self.assert_saw(second, 30)
        self.assert_left()

    def test_with_filters(self):
        """Each part of a dispatcher has a filter of its own: the program is opened anew for it."""
        first = self.start('dispatcher = "always"\nfilter = "udp port 9"')
        second = self.start('filter = "udp port 99"')
        self.send(DROPPED, 13)
        self.send(PASSED, 17)
        for run, counted, rejected in ((first, 13, 17), (second, 17, 13)):
            report = self.assert_saw(run, counted)
            self.assertEqual(report.amount("filtered", "filter")[0], rejected)
        self.assert_left()

    def test_before_a_foreign_program(self):
        """It is called first, so it counts what the other drops, and leaves the other where it was."""
        foreign = self.start_foreign(50)
        run = self.start()
        self.assertRegex(run.log(), r"found libxdp's dispatcher \(id \d+, native mode\) with program foreign \(id \d+, "
                                    r"priority 50, goes on after XDP_PASS\)")
        self.assertRegex(run.log(), r"calls program hl_xdp .*, then program foreign")
        self.assertNotIn("comes before hookline", run.log())
        self.send(DROPPED, 13)
        self.send(PASSED, 17)
        self.assert_saw(run, 30)
        self.assertEqual(self.near.link("veth0")["xdp"]["prog"]["name"], "xdp_dispatcher")
        self.end_foreign(foreign)
        self.assert_left()

    def test_behind_a_foreign_program(self):
        foreign = self.start_foreign(5)
        run = self.start("priority = 10")
        self.assertRegex(run.log(), r"warning: capture live: veth0: program foreign .* comes before hookline")
        self.send(DROPPED, 13)
        self.send(PASSED, 17)
        self.assert_saw(run, 17)
        self.end_foreign(foreign)
        self.assert_left()

    def test_a_foreign_program_comes_and_goes(self):
        """Each time libxdp puts another dispatcher in the place of the old one: nothing is lost meanwhile."""
        run = self.start('dispatcher = "always"')
        for _ in range(3):
            foreign = self.start_foreign(50)
            self.send(PASSED, 13)
            self.end_foreign(foreign)
            self.send(PASSED, 17)
        self.assert_saw(run, 90)
        self.assert_left()

    def test_killed(self):
        """The dispatcher stays, which traffic does not mind; the next start takes our part out of it."""
        foreign = self.start_foreign(50)
        self.start().kill()
        run = self.start()
        self.assertRegex(run.log(), r"veth0: program hl_xdp \(.*\) of a killed hookline in libxdp's dispatcher: "
                                    "removed")
        self.send(PASSED, 13)
        self.assert_saw(run, 13)
        self.end_foreign(foreign)
        self.assert_left()

    def test_killed_alone(self):
        self.start('dispatcher = "always"').kill()
        run = self.start()
        self.assertIn("removed", run.log())
        self.assertEqual(self.near.link("veth0")["xdp"]["prog"]["name"], "hl_xdp")
        self.send(PASSED, 13)
        self.assert_saw(run, 13)
        self.assert_left()

    def test_the_interface_vanishes(self):
        run = self.start('dispatcher = "always"')
        self.send(PASSED, 13)
        self.near.run("ip", "link", "delete", "veth0")
        run.wait_for("veth0: the interface is gone")
        self.assertEqual(pins(), set())
        self.add_link()
        run.wait_for("veth0: has appeared")
        self.send(PASSED, 17)
        self.assert_saw(run, 30)
        self.assert_left()


class BigFrames(Link):
    mtu = 9000

    def check(self, options, mode):
        run = self.start('dispatcher = "always"\n' + options)
        self.assertIn(f"veth0: attached in {mode} mode", run.log())
        self.send(frames.ethernet(frames.ipv4(frames.udp(1000, 99, bytes(8900)), 17)), 13)
        report = self.assert_saw(run, 13)
        self.assertEqual(report.total(proto="UDP"), (13, 13 * 8942))
        self.assert_left()
        return report.log

    def test_several_buffers(self):
        self.check('mode = "native"', "native")

    def test_auto_falls_back(self):
        self.assertIn("MTU is too large", self.check('multi_buffer = "never"', "generic"))


def lacks_freplace():
    return "libxdp's dispatcher): no" in netns.run(support.HOOKLINE, "doctor")


if __name__ == "__main__":
    if os.geteuid() == 0 and lacks_freplace():
        print("skipped: this kernel takes no freplace programs, which libxdp's dispatcher needs")
        sys.exit(support.SKIPPED)
    support.main(limit=600)  # in an emulated machine
