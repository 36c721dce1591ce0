#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rows against the interface's counters and a tcpdump capture, exactly: native, generic, frames in several buffers, the
flags of the command line."""
import json
import subprocess

import netns
import quiet_link
import support


class XdpLink(quiet_link.QuietLink):
    plugin = "xdp"

    def received(self, mode):
        """As frames: under native XDP veth counts bytes without Ethernet headers (tcpdump shows it, below)."""
        packets, size = self.counters()[0]
        return packets, size + (14 * packets if mode == "native" else 0)


class Counts(XdpLink):
    def assert_exact(self, mode):
        run = self.hookline(self.near, f'interfaces = ["veth0"]\nmode = "{mode}"')
        self.assertIn(f"veth0: attached in {mode} mode", run.log())
        self.bring_up()
        finish_capture = self.capture(self.far, "veth0", "-Q", "out")
        before = self.received(mode)
        self.traffic()
        captured = finish_capture()
        after = self.received(mode)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(self.received(mode), after, "there was traffic after the measurement")
        self.assertEqual(self.near.link("veth0")["rx"]["dropped"], 0)
        self.assertEqual(captured, (after[0] - before[0], after[1] - before[1]), "tcpdump against the interface")
        self.assertEqual(report.seen, after)
        self.assertEqual(report.total(direction="in", interface="veth0"), after)
        self.assertGreater(report.total(proto="TCP")[0], 1000)
        self.assertEqual(report.total(proto="ICMPv4"), (7, 7 * 98))
        self.assertEqual(report.total(proto="IPv6-ICMP", srcIp="fd77::2", dstIp="fd77::1"), (11, 11 * 1262))
        self.assert_clean(self.near, "veth0")

    def test_native(self):
        self.assert_exact("native")

    def test_generic(self):
        self.assert_exact("generic")

    def test_native_with_offloads(self):
        """The kernel gives a veth no super-packets whose other end has native XDP: still every packet is a frame."""
        for namespace in (self.near, self.far):
            netns.set_offloads(namespace, "veth0", "on")
        self.assert_exact("native")

    def test_no_arp(self):
        run = self.hookline(self.near, 'interfaces = ["veth0"]\nno_arp = true')
        self.bring_up()
        self.far.run("ping", "-q", "-c", "1", "-W", "1", "10.77.0.99", check=False)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(proto="ARP"), (0, 0))
        self.assertEqual(report.filtered, (1, 42))
        self.assertEqual(report.amount("filtered", "no_arp"), report.filtered)

    def test_flags(self):
        """As users of the original call it."""
        self.bring_up()
        command = [support.HOOKLINE, "-x", "-i", "veth0", "--xdp_mode", "native", "--json", "--log-level", "info"]
        process = self.near.start(self, *command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        lines = iter(process.stderr.readline, "")
        self.assertTrue(any("attached in native mode" in line for line in lines))
        self.assertTrue(any("ready:" in line for line in lines))
        self.assertEqual(self.near.link("veth0")["xdp"]["prog"]["name"], "hl_xdp")
        self.far.run("ping", "-q", "-c", "13", "-i", "0.02", "10.77.0.1")
        process.terminate()
        out, err = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 0, err)
        rows = [row for row in json.loads(out) if row["proto"] == "ICMPv4"]
        self.assertEqual([(row["packets"], row["bytes"], row["direction"]) for row in rows], [(13, 13 * 98, "in")])
        self.assert_clean(self.near, "veth0")


class BigFrames(XdpLink):
    """MTU 9000: a frame takes several buffers, or there is no native mode."""
    mtu = 9000

    def check(self, options, mode):
        run = self.hookline(self.near, f'interfaces = ["veth0"]\n{options}')
        self.assertIn(f"veth0: attached in {mode} mode", run.log())
        self.bring_up()
        self.far.run("ping", "-q", "-c", "13", "-i", "0.02", "-s", "8900", "10.77.0.1")
        self.far.run("ping", "-q", "-c", "17", "-i", "0.02", "-s", "4800", "fd77::1")
        after = self.received(mode)
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.total(proto="ICMPv4"), (13, 13 * 8942))
        self.assertEqual(report.total(proto="IPv6-ICMP", dstIp="fd77::1"), (17, 17 * 4862))
        self.assertEqual(report.seen, after)
        self.assert_clean(self.near, "veth0")
        return report.log

    def test_several_buffers(self):
        self.need("frags")
        self.assertIn("frames in several buffers too", self.check('mode = "native"', "native"))

    def test_several_buffers_generic(self):
        self.need("frags")
        self.assertIn("frames in several buffers too", self.check('mode = "generic"', "generic"))

    def test_auto_falls_back(self):
        log = self.check('multi_buffer = "never"', "generic")
        self.assertRegex(log, r"warning: capture live: veth0: attaching in native mode failed: Numerical result out of "
                              r'range \(34\): ".*MTU is too large.*"; taking generic mode instead')

    def test_native_alone_is_refused(self):
        run = support.Running(self, self.near, 'interfaces = ["veth0"]\nmode = "native"\nmulti_buffer = "never"')
        self.assertNotEqual(run.process.wait(20), 0)
        self.assertIn("MTU is too large", run.log())
        self.assertIn('mode = "auto" falls back', run.log())
        self.assert_clean(self.near, "veth0")


if __name__ == "__main__":
    support.main("iperf3", "ping", "tcpdump", "ethtool")
