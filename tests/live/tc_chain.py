#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Others at the same hook. Who ends the chain before us hides traffic: we come first, or say that we do not."""
import pathlib
import subprocess
import sys
import time

import frames
import netns
import support

FOREIGN = pathlib.Path(__file__).with_name("foreign_program.py")
# Without an action a filter that matches ends the chain. No module is needed for these two.
ENDS_CHAIN = ("bpf", "bytecode", "1,6 0 0 4294967295", "classid", "1:1")  # classic BPF that matches every packet
MATCHES_NOTHING = ("u32", "match", "u32", "0xdeadbeef", "0xffffffff", "classid", "1:1")


class Chain(support.TestCase):
    def setUp(self):
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        netns.veth(self.near, self.far)
        for namespace in (self.near, self.far):
            namespace.sysctl("net.ipv6.conf.all.disable_ipv6", 1)
            netns.up(namespace, "veth0")

    def send(self, count):
        self.far.call(frames.send, "veth0", [frames.udp_frame(1)] * count)

    def attach_foreign(self):
        process = self.near.start(self, sys.executable, FOREIGN, "veth0", stdout=subprocess.PIPE, text=True)
        self.assertTrue(process.stdout.readline().startswith("attached"))
        return process

    def add_filter(self, *words):
        self.near.run("tc", "filter", "add", "dev", "veth0", "ingress", *words)

    def assert_saw(self, report, packets):
        self.assert_balanced(report)
        self.assertEqual(report.total(direction="in")[0], packets, report.log)

    def test_attaches_before_a_tcx_program(self):
        self.need("tcx")
        self.attach_foreign()
        run = self.hookline(self.near, 'interfaces = ["veth0"]')
        self.send(13)
        report = run.stop()
        self.assert_saw(report, 13)
        self.assertEqual(report.amount("noted", "not_at_head"), (0, 0))

    def test_moves_back_to_the_head_once(self):
        self.need("tcx")
        run = self.hookline(self.near, 'interfaces = ["veth0"]')
        first = self.attach_foreign()
        run.wait_for("moved back to the head")
        self.assertIn("foreign", run.log())
        self.send(13)
        self.attach_foreign()
        time.sleep(2.2)
        self.send(17)  # hidden: nobody counts them
        report = run.stop()
        first.kill()
        self.assert_saw(report, 13)
        self.assertEqual(report.log.count("moved back"), 1)
        self.assertGreaterEqual(report.amount("noted", "not_at_head")[0], 3)

    def test_clsact_goes_before_a_bpf_filter(self):
        self.near.run("tc", "qdisc", "add", "dev", "veth0", "clsact")
        self.add_filter("pref", "1", *ENDS_CHAIN)
        run = self.hookline(self.near, 'interfaces = ["veth0"]\nattach = "clsact"')
        self.send(13)
        report = run.stop()
        self.assert_saw(report, 13)
        self.assertEqual(report.amount("noted", "not_at_head"), (0, 0))
        shown = self.near.run("tc", "filter", "show", "dev", "veth0", "ingress")
        self.assertIn("bytecode", shown, "the other's filter stays")
        self.assertNotIn("hl_tc", shown)
        self.assertIn("clsact", self.near.run("tc", "qdisc", "show", "dev", "veth0"), "it is not our qdisc")

    def test_clsact_moves_back_before_a_later_filter(self):
        run = self.hookline(self.near, 'interfaces = ["veth0"]\nattach = "clsact"')
        self.add_filter("pref", "1", *ENDS_CHAIN)
        run.wait_for("moved back to the head")
        self.send(13)
        report = run.stop()
        self.assert_saw(report, 13)
        self.assertGreaterEqual(report.amount("noted", "not_at_head")[0], 1)

    def test_clsact_names_what_it_cannot_go_before(self):
        self.near.run("tc", "qdisc", "add", "dev", "veth0", "clsact")
        self.add_filter("pref", "1", "protocol", "all", *MATCHES_NOTHING)
        run = self.hookline(self.near, 'interfaces = ["veth0"]\nattach = "clsact"')
        self.assertIn("veth0 ingress: u32 filter pref 1 handle 0x80000000 comes before hookline", run.log())
        self.send(13)
        time.sleep(1.2)
        report = run.stop()
        self.assert_saw(report, 13)
        self.assertGreaterEqual(report.amount("noted", "not_at_head")[0], 1)


if __name__ == "__main__":
    support.main()
