#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""TCP's health on rows of the wire: as many segments sent again as the sockets themselves say (TCP_INFO)."""
import json
import time

import attribution_runs as runs
import cgroup_members as members
import kprobe_health as health
import netns
import support

FAR = runs.FAR


class Health(runs.TestCase):
    def check(self, disturb):
        receiver = self.process(health.receive_much, namespace=self.far).wait_for()
        sender = self.process(health.send_much).wait_for()
        receiver.wait_for()

        def go():
            for process in (sender, receiver):
                process.channel.settimeout(100)
                process.say()

        disturb(go)
        said = [health.Info(**each) for each in json.loads(sender.channel.recv(4000))]
        return sender.pid, said

    def assert_health(self, rows, pid, said):
        for column in ("retransmitted_packets", "retransmitted_bytes"):
            expected = sum(getattr(info, column) for info in said)
            self.assertGreater(expected, 0, "nothing was lost")
            self.assertEqual(runs.sum_of(rows, column, direction="out", pid=pid), expected, column)
            self.assertEqual(runs.sum_of(rows, column, direction="in"), 0)
        times = [row["srtt"] for row in rows if row.get("pid") == pid and "srtt" in row]
        self.assertGreaterEqual(len(times), health.CONNECTIONS)
        return times

    def test_a_link_that_is_cut(self):
        """For 0.7 s the far address is nobody's: segments go, and nobody takes them."""
        hardware = self.far.link("veth0")["address"]
        self.near.run("ip", "neigh", "replace", FAR, "lladdr", hardware, "dev", "veth0", "nud", "permanent")

        def cut(go):
            self.far.run("ip", "address", "delete", f"{FAR}/24", "dev", "veth0")
            go()
            time.sleep(0.7)
            netns.add_addresses(self.far, "veth0", f"{FAR}/24")

        run = self.watch()
        pid, said = self.check(cut)
        self.assert_health(self.rows(run), pid, said)

    def test_a_link_that_loses(self):
        """netem drops on the way to the device: the rows have what passed the hook before."""
        if not health.netem_works():
            self.skipTest("this kernel has no netem")
        self.far.run("tc", "qdisc", "replace", "dev", "veth0", "root", "netem", "delay", "20ms")
        self.near.run("tc", "qdisc", "replace", "dev", "veth0", "root", "netem", "loss", "3%")
        self.assert_wire = lambda rows, after: None
        run = self.watch()
        pid, said = self.check(lambda go: go())
        times = self.assert_health(self.rows(run), pid, said)
        self.assertGreaterEqual(min(times), 20_000 * health.NANOSECONDS)


if __name__ == "__main__":
    if not members.cgroup2_mount():
        support._skip("no cgroup v2 is mounted")
    support.main("ping", "ethtool")
