# SPDX-License-Identifier: MIT
"""Interfaces that are named, that match, that come and go: the same for every capture that is attached to some."""
import json
import subprocess
import time

import frames
import netns
import support


class InterfaceCases(support.TestCase):
    def setUp(self):
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        for namespace in (self.near, self.far):
            namespace.sysctl("net.ipv6.conf.all.disable_ipv6", 1)
            namespace.sysctl("net.ipv6.conf.default.disable_ipv6", 1)

    def add(self, name):
        netns.veth(self.near, self.far, name, name)
        netns.up(self.near, name)
        netns.up(self.far, name)

    def send(self, name, count):
        self.far.call(frames.send, name, [frames.udp_frame(1)] * count)

    def test_rows_tell_interfaces_apart(self):
        for name in ("veth0", "veth1", "other0"):
            self.add(name)
        run = self.hookline(self.near, 'interfaces = ["veth*", "other0"]')
        for name, count in (("veth0", 3), ("veth1", 5), ("other0", 7)):
            self.send(name, count)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual([report.total(interface=name)[0] for name in ("veth0", "veth1", "other0")], [3, 5, 7])

    def check_coming_and_going(self, options=""):
        self.add("veth0")
        run = self.hookline(self.near, f'interfaces = ["veth0", "late*"]\n{options}')
        self.assertIn('no interface matches "late*" yet', run.log())
        self.send("veth0", 3)
        self.near.run("ip", "link", "delete", "veth0")
        run.wait_for("veth0: the interface is gone")
        self.add("late1")
        run.wait_for("late1: has appeared")
        self.send("late1", 5)
        self.add("veth0")
        run.wait_for("veth0: has appeared")
        self.send("veth0", 7)
        self.near.run("ip", "link", "delete", "late1")
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(interface="veth0")[0], 10, report.log)
        self.assertEqual(report.total(interface="late1")[0], 5, report.log)
        self.assert_clean(self.near, "veth0")

    def check_cycles(self, *options, times=100):
        """Started and stopped under traffic, with each of the options in turn: every packet is accounted for each time,
        and nothing stays attached."""
        self.add("veth0")
        netns.add_addresses(self.near, "veth0", "10.77.0.1/24")
        netns.add_addresses(self.far, "veth0", "10.77.0.2/24")
        self.far.start(self, "ping", "-q", "-f", "10.77.0.1", stdout=subprocess.DEVNULL)
        for cycle in range(times):
            choice = options[cycle % len(options)]
            report = self.hookline(self.near, f'interfaces = ["veth0"]\n{choice}\nmax_entries = 1000').stop()
            self.assert_balanced(report)
            self.assertGreater(report.seen[0], 0, f"cycle {cycle}")
            self.assert_clean(self.near, "veth0")
        attached = json.loads(self.near.run("bpftool", "--json", "net", "show", "dev", "veth0"))[0]
        self.assertFalse(attached["tc"] + attached["xdp"])

    def test_all_gone(self):
        self.add("veth0")
        run = self.hookline(self.near, 'interfaces = ["veth0"]')
        self.send("veth0", 3)
        self.near.run("ip", "link", "delete", "veth0")
        run.wait_for("veth0: the interface is gone")
        time.sleep(0.6)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(interface="veth0")[0], 3)

    def refusal(self, options):
        run = support.Running(self, self.near, options)
        status = run.process.wait(20)
        self.assertNotEqual(status, 0)
        return run.log()

    def test_a_name_that_is_not_there(self):
        self.add("veth0")
        log = self.refusal('interfaces = ["veth9"]')
        self.assertIn('there is no interface "veth9"; there are lo, veth0', log)

    def test_without_privileges(self):
        self.near.enter += ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
        log = self.refusal('interfaces = ["lo"]')
        self.assertIn("missing CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN (Operation not permitted (1))", log)
