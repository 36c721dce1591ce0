#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What stays behind: nothing, and after kill -9 nothing that hurts or that the next start does not remove."""
import frames
import netns
import support


class Cleanup(support.TestCase):
    def setUp(self):
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        netns.veth(self.near, self.far)
        for namespace in (self.near, self.far):
            namespace.sysctl("net.ipv6.conf.all.disable_ipv6", 1)
            netns.up(namespace, "veth0", "10.77.0.1/24" if namespace is self.near else "10.77.0.2/24")

    def start(self, way):
        self.need(way)
        return self.hookline(self.near, f'interfaces = ["veth0"]\nattach = "{way}"')

    def filters(self):
        return self.near.run("tc", "filter", "show", "dev", "veth0", "ingress").count("hl_tc_ingress:")

    def assert_traffic_passes(self):
        self.near.run("ping", "-q", "-c", "1", "-W", "2", "10.77.0.2")

    def test_killed_tcx(self):
        self.start("tcx").kill()
        self.assert_traffic_passes()
        run = self.start("tcx")
        self.assertNotIn("left behind", run.log())
        self.assert_balanced(run.stop())

    def test_killed_clsact(self):
        for next_way in ("clsact", "tcx"):
            with self.subTest(next=next_way):
                self.start("clsact").kill()
                self.assertEqual(self.filters(), 1)
                self.assert_traffic_passes()
                run = self.start(next_way)
                self.assertIn("veth0: removed 2 filters that a killed hookline had left behind", run.log())
                self.assertEqual(self.filters(), 1 if next_way == "clsact" else 0)
                self.far.call(frames.send, "veth0", [frames.udp_frame(1)] * 13)
                report = run.stop()
                self.assert_balanced(report)
                self.assertEqual(report.total(proto="UDP")[0], 13)
                self.assert_clean(self.near, "veth0")

    def test_a_foreign_qdisc_stays(self):
        self.near.run("tc", "qdisc", "add", "dev", "veth0", "clsact")
        self.start("clsact").kill()
        self.start("clsact").stop()
        self.assertIn("clsact", self.near.run("tc", "qdisc", "show", "dev", "veth0"))
        self.assertEqual(self.filters(), 0)

    def test_two_at_once(self):
        """The second must not take the first for a leftover; the last to leave removes the qdisc."""
        first = self.start("clsact")
        second = self.start("clsact")
        self.assertEqual(self.filters(), 2)
        self.far.call(frames.send, "veth0", [frames.udp_frame(1)] * 13)
        for run, left in ((first, 1), (second, 0)):
            report = run.stop()
            self.assert_balanced(report)
            self.assertEqual(report.total(proto="UDP")[0], 13)
            if left:
                self.assertEqual(self.filters(), left)
        self.assert_clean(self.near, "veth0")


if __name__ == "__main__":
    support.main("ping")
