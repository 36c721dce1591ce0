#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Interfaces that are named, that match, that come and go; what is attached to them already; modes that they refuse."""
import pathlib
import subprocess
import sys

import frames
import interface_cases
import netns
import support

FOREIGN = pathlib.Path(__file__).with_name("foreign_program.py")


class Interfaces(interface_cases.InterfaceCases):
    plugin = "xdp"

    def test_coming_and_going_native(self):
        self.check_coming_and_going('mode = "native"')

    def test_coming_and_going_generic(self):
        self.check_coming_and_going('mode = "generic"')

    def test_loopback_has_no_native_mode(self):
        self.near.run("ip", "link", "set", "lo", "up")
        run = self.hookline(self.near, 'interfaces = ["lo"]')
        self.assertRegex(run.log(), r"lo: attaching in native mode failed: Operation not supported \(95\): "
                                    r'".*native.*"; taking generic mode instead')
        self.assertIn("lo: attached in generic mode", run.log())
        self.near.run("ping", "-q", "-c", "5", "-i", "0.05", "127.0.0.1")
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(direction="in"), (10, 980))

    def test_forced_modes_that_are_refused(self):
        self.add("veth0")
        log = self.refusal('interfaces = ["lo"]\nmode = "native"')
        self.assertIn("lo: attaching in native mode failed: Operation not supported (95)", log)
        self.assertIn('mode = "generic" works with every driver', log)
        log = self.refusal('interfaces = ["veth0"]\nmode = "offload"')
        self.assertIn("veth0: attaching in offload mode failed: Invalid argument (22)", log)
        self.assert_clean(self.near, "veth0")

    def attach_foreign(self):
        process = self.near.start(self, sys.executable, FOREIGN, "veth0", "xdp", stdout=subprocess.PIPE, text=True)
        self.assertTrue(process.stdout.readline().startswith("attached"))

    def test_another_program_is_there(self):
        self.add("veth0")
        self.attach_foreign()
        number = self.near.link("veth0")["xdp"]["prog"]["id"]
        for dispatcher, why in (("auto", "it is not libxdp's dispatcher"), ("always", "it is not libxdp's dispatcher"),
                                ("never", 'dispatcher = "auto" would join it')):
            with self.subTest(dispatcher=dispatcher):
                log = self.refusal(f'interfaces = ["veth0"]\ndispatcher = "{dispatcher}"')
                self.assertIn(f"veth0: XDP program foreign (id {number}) is attached in native mode", log)
                refused = "libxdp's dispatcher, through which several could share the hook, cannot be used: the kernel"
                self.assertTrue(why in log or (dispatcher != "never" and refused in log), log)
                self.assertIn("ip link set dev veth0 xdpdrv off", log)
                self.assertEqual(self.near.link("veth0")["xdp"]["prog"]["id"], number)

    def test_another_program_on_a_pattern(self):
        """Its interface is left out with a warning, the others are counted."""
        self.add("veth0")
        self.add("veth1")
        self.attach_foreign()
        run = self.hookline(self.near, 'interfaces = ["veth*"]')
        self.assertIn("veth0: XDP program foreign", run.log())
        self.send("veth1", 7)
        self.add("veth2")
        run.wait_for("veth2: has appeared")
        self.assertEqual(run.log().count("veth0: XDP program foreign"), 1, "said once")
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(), report.total(interface="veth1"))
        self.assertEqual(report.total()[0], 7)

    def test_killed(self):
        """The kernel detaches the program with the process."""
        self.add("veth0")
        self.hookline(self.near, 'interfaces = ["veth0"]').kill()
        self.assert_clean(self.near, "veth0")
        self.assert_balanced(self.hookline(self.near, 'interfaces = ["veth0"]').stop())

    def test_a_hundred_times_under_traffic(self):
        self.check_cycles('mode = "native"', 'mode = "generic"')


if __name__ == "__main__":
    support.main("setpriv", "ping", "bpftool")
