# SPDX-License-Identifier: MIT
"""What the tests of the kprobe capture share: runs with a mechanism of choice, and what processes say they moved."""
import collections
import json
import os
import pathlib
import re
import subprocess

import netns
import support

MECHANISMS = ("auto", "tracepoint", "fexit", "kprobe")
MOVER = pathlib.Path(os.environ.get("HOOKLINE_BUILD_DIR", "build")) / "mover"
# Those named here must work: what a kernel is known to have is not skipped there.
REQUIRED = os.environ.get("HOOKLINE_MECHANISMS", "auto").split()
EVENTS = pathlib.Path("/sys/kernel/tracing/kprobe_events")


def remove_events():
    """Those of hooklines that were killed at the end of a test. The kernel keeps what is in use."""
    names = re.findall(r"^r\d*:(hookline/\w+) ", EVENTS.read_text(), re.MULTILINE) if EVENTS.exists() else []
    for name in names:
        try:
            with EVENTS.open("a") as events:
                events.write(f"-:{name}\n")
        except OSError:
            pass


class TestCase(support.TestCase):
    plugin = "kprobe"

    def watch(self, namespace, mechanism="auto", options=""):
        """Started; skips the test where this kernel has no such mechanism."""
        self.addCleanup(remove_events)
        run = support.Running(self, namespace, f'mechanism = "{mechanism}"\n{options}')
        try:
            return run.wait_for("ready:")
        except AssertionError as error:
            if mechanism in REQUIRED or "this kernel has not got that" not in run.log():
                raise
            self.skipTest(f"{mechanism}: {error}")

    def finish(self, run):
        report = run.stop()
        self.assert_balanced(report)
        self.assertEqual(report.lost, (0, 0), report.log)
        return report


def loopback(test):
    """A namespace with nothing but its loopback."""
    made = netns.Namespace(test)
    made.run("ip", "link", "set", "lo", "up")
    return made


NEAR, FAR = {"-4": "10.77.0.1", "-6": "fd77::1"}, {"-4": "10.77.0.2", "-6": "fd77::2"}


def linked(test):
    """Two namespaces, and a link between them that is ready."""
    near, far = netns.Namespace(test), netns.Namespace(test)
    netns.veth(near, far)
    for namespace, ends in ((near, NEAR), (far, FAR)):
        netns.up(namespace, "veth0", f"{ends['-4']}/24", f"{ends['-6']}/64")
        namespace.run("ip", "link", "set", "lo", "up")
    for namespace in (near, far):
        netns.wait_for_carrier(namespace, "veth0")
    for version, address in FAR.items():  # neighbours are known
        near.run("ping", version, "-q", "-c", "1", "-W", "5", address)
    return near, far


# One direction of one pair of addresses of a process, as a row of the report has it.
Flow = collections.namedtuple("Flow", "pid comm proto direction source source_port target target_port")
Amount = collections.namedtuple("Amount", "bytes calls")


def flows_of(rows):
    """{Flow: Amount} of rows that have bytes."""
    found = collections.defaultdict(lambda: Amount(0, 0))
    for row in rows:
        flow = Flow(row.get("pid"), row.get("comm"), row["proto"], row.get("direction"), row["srcIp"], row["srcPort"],
                    row["dstIp"], row["dstPort"])
        before = found[flow]
        found[flow] = Amount(before.bytes + row["bytes"], before.calls + row["packets"])
    return {flow: amount for flow, amount in found.items() if amount.bytes}


def flows_said(process):
    """The same, of what the process says."""
    found = {}
    for said in process["flows"]:
        ours, theirs = (said["local"], said["localPort"]), (said["peer"], said["peerPort"])
        name = (process["pid"], process["comm"], process["proto"])
        found[Flow(*name, "out", *ours, *theirs)] = Amount(said["sent"], said["sends"])
        found[Flow(*name, "in", *theirs, *ours)] = Amount(said["received"], said["receives"])
    return {flow: amount for flow, amount in found.items() if amount.bytes}


def totals(flows):
    """Bytes by process and direction, whatever the addresses."""
    found = collections.Counter()
    for flow, amount in flows.items():
        found[flow.pid, flow.proto, flow.direction] += amount.bytes
    return dict(found)


def move(namespace, orders):
    """{order: what its two processes say}, {order: why this kernel has no such way}. See mover/main.cpp."""
    asked = "".join(" ".join(map(str, order)) + "\n" for order in orders)
    done = subprocess.run([*namespace.enter, MOVER], input=asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)
    said, skipped, lines = {}, {}, []
    rest = iter(orders)
    for line in map(json.loads, done.stdout.splitlines()):
        if "status" not in line:
            lines.append(line)
            continue
        order = next(rest)
        if line["status"] == support.SKIPPED:
            skipped[order] = next(each["skipped"] for each in lines if "skipped" in each)
        elif line["status"] == 0 and len(lines) == 2:
            said[order] = lines
        else:
            raise AssertionError(f"mover {order}: status {line['status']}: {done.stderr}{lines}")
        lines = []
    if len(said) + len(skipped) != len(orders):
        raise AssertionError(f"mover: status {done.returncode}: {done.stderr}")
    return said, skipped


def main():
    if not MOVER.exists():
        support._skip(f"{MOVER} is not built (ninja mover)")
    support.main("ping")
