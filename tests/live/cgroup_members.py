# SPDX-License-Identifier: MIT
"""What the tests of the cgroup capture share: cgroups of their own, processes in them that do as they are told."""
import ctypes
import itertools
import os
import pathlib
import signal
import socket
import time
import traceback

import foreign_program
import netns
import support

UDP4, TCP4 = 28, 52  # bytes of IPv4 and UDP headers; of IPv4 and TCP with time stamps
UDP6 = 48
NEAR, FAR = "10.77.0.1", "10.77.0.2"
_numbers = itertools.count()


def cgroup2_mount():
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        fields = line.split()
        if fields[fields.index("-") + 1] == "cgroup2":
            return pathlib.Path(fields[4])
    return None


class Cgroup:
    """Made for the test, and removed at its end with what is below it."""

    def __init__(self, test, parent=None, name=None):
        self.name = (parent.name if parent else "") + "/" + (name or f"hl-live-{os.getpid()}-{next(_numbers)}")
        self.path = pathlib.Path(f"{cgroup2_mount()}{self.name}")
        self.path.mkdir()
        test.addCleanup(self.remove)

    def remove(self):
        for _ in range(100):  # a process that was killed stays for a moment
            try:
                self.path.rmdir()
                return
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{self.path} cannot be removed: {(self.path / 'cgroup.procs').read_text()}")


def join(cgroup):
    (cgroup.path / "cgroup.procs").write_text("0")


def set_name(name):
    ctypes.CDLL(None).prctl(15, name.encode(), 0, 0, 0)  # PR_SET_NAME


class Process:
    """A child that runs `function(channel, ...)`; `channel` is a socket to the test."""

    def __init__(self, test, namespace, cgroup, function, *arguments):
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.channel.settimeout(20)
        self.pid = os.fork()
        if self.pid == 0:
            _child(self.channel, theirs, namespace, cgroup, function, arguments)
        theirs.close()
        test.addCleanup(self.end)

    def say(self, word="go"):
        self.channel.send(word.encode())

    def wait_for(self, word="done"):
        said = self.channel.recv(4000).decode()
        if said != word:
            raise AssertionError(f"expected \"{word}\" of the process, it says: {said}")
        return self

    def go(self):
        """Its next step, from start to end."""
        self.say()
        return self.wait_for()

    def end(self):
        self.channel.close()
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0


def _child(ours, theirs, namespace, cgroup, function, arguments):
    try:
        signal.alarm(0)
        ours.close()
        if cgroup:
            join(cgroup)
        netns._set_namespace(namespace.path)
        function(theirs, *arguments)
        theirs.recv(1)  # until the test is over
    except BaseException:  # the child must not return into the test
        try:
            theirs.send(traceback.format_exc()[-3900:].encode())
        except OSError:
            pass
    os._exit(0)


def step(channel):
    """Between two of these is what the test asks for with go()."""
    channel.send(b"done")
    if not channel.recv(100):
        os._exit(0)


def udp(address, port, family=socket.AF_INET):
    made = socket.socket(family, socket.SOCK_DGRAM)
    made.settimeout(10)
    made.bind((address, port))
    return made


def echo(channel, address, port, family=socket.AF_INET):
    """Sends back what comes, until it is killed."""
    made = udp(address, port, family)
    made.settimeout(None)
    channel.send(b"done")
    while True:
        data, peer = made.recvfrom(65535)
        made.sendto(data, peer)


def exchange(made, count, size):
    """One after the other, so that nothing is lost on the way."""
    for _ in range(count):
        made.send(bytes(size))
        if len(made.recv(65535)) != size:
            raise AssertionError("not what was sent")


class TestCase(support.TestCase):
    plugin = "cgroup"

    def setUp(self):
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        for namespace in (self.near, self.far):
            namespace.sysctl("net.ipv6.conf.default.disable_ipv6", 1)  # no neighbour discovery
        netns.veth(self.near, self.far)
        netns.up(self.near, "veth0", f"{NEAR}/24")
        netns.up(self.far, "veth0", f"{FAR}/24")
        for namespace in (self.near, self.far):
            namespace.run("ip", "link", "set", "lo", "up")
            netns.set_offloads(namespace, "veth0", "off")
            netns.wait_for_carrier(namespace, "veth0")
        self.near.run("ping", "-q", "-c", "1", FAR)  # ARP is over
        self.cgroup = Cgroup(self)

    def watch(self, *cgroups, options=""):
        paths = ", ".join(f'"{cgroup.path}"' for cgroup in cgroups or [self.cgroup])
        return self.hookline(self.near, f"paths = [{paths}]\n{options}")

    def member(self, function, *arguments, cgroup=None, namespace=None):
        return Process(self, namespace or self.near, cgroup or self.cgroup, function, *arguments)

    def stranger(self, function, *arguments):
        return Process(self, self.far, None, function, *arguments)

    def finish(self, run):
        """The report; rows, less what they repeat, are what was delivered, and that is what was seen."""
        report = run.stop()
        self.assertEqual(report.status, 0, report.log)
        self.assertEqual(once(report), report.delivered, report.log)
        self.assertEqual(report.seen, report.delivered, report.log)
        self.assertEqual(report.amount("noted", "no_process"), (0, 0), report.log)
        return report

    def assert_wire(self, report, before):
        """All that passed the device was of the cgroup: bytes less the link headers."""
        after = self.near.link("veth0")
        for direction, side in (("in", "rx"), ("out", "tx")):
            packets, size = (after[side][part] - before[side][part] for part in ("packets", "bytes"))
            self.assertEqual(report.total(direction=direction), (packets, size - 14 * packets), direction)


def once(report):
    packets, size = report.total()
    return (packets - sum(row.get("repeatedPackets", 0) for row in report.rows),
            size - sum(row.get("repeatedBytes", 0) for row in report.rows))


def main():
    if not cgroup2_mount():
        support._skip("no cgroup v2 is mounted")
    if os.geteuid() == 0 and not foreign_program.has_atomics():
        support._skip("the capture's programs need atomic operations of Linux 5.12")
    support.main("ping", "ethtool")
