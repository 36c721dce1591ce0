# SPDX-License-Identifier: MIT
"""What the kprobe capture costs the processes that it watches. See script/bench."""
import contextlib
import json
import os
import pathlib
import subprocess
import tempfile

from runs import RUNS, start_attached, stop, summary, veth_pair

CONFIG = '''[host]
log_level = "error"
[capture.live]
plugin = "kprobe"
[sink.nowhere]
plugin = "json"
path = "/dev/null"
[[pipeline]]
from = ["live"]
every = "1s"
to = ["nowhere"]
'''
SECONDS = 2  # of iperf3


@contextlib.contextmanager
def one_cpu(number):
    """This process and its children on one CPU."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, [sorted(before)[number]])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def with_and_without(hookline, measure):
    """Pairs of what `measure` returns: with the capture attached, and with nothing; which is first changes in turn."""
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "bench.toml"
        config.write_text(CONFIG)

        def attached():
            with one_cpu(-1):
                process, _ = start_attached([hookline, "--config", str(config)])
            try:
                return measure()
            finally:
                stop(process)

        measure()  # warm
        for turn in range(RUNS):
            first, second = (attached, measure) if turn % 2 else (measure, attached)
            results = first(), second()
            pairs.append(results if turn % 2 else results[::-1])
    return pairs


def measure_sockets(hookline):
    """Nanoseconds of CPU time a call of one byte."""
    program = os.path.join(os.path.dirname(hookline), "bench_sockets")

    def cost():
        with one_cpu(0):
            return json.loads(subprocess.run([program], stdout=subprocess.PIPE, check=True).stdout)

    with inside_namespace():
        pairs = with_and_without(hookline, cost)
    rows = []
    for call in pairs[0][0]:
        attached, nothing = ([pair[side][call] for pair in pairs] for side in (0, 1))
        rows.append(summary(f"{call} of 1 byte, kprobe attached", "ns", attached, nothing, "nothing attached"))
        rows.append(summary(f"{call} of 1 byte, kprobe adds", "ns", [a - b for a, b in zip(attached, nothing)]))
    return rows


@contextlib.contextmanager
def inside_namespace():
    """Loopback of a network namespace of our own: nobody else's traffic, no rules of the machine's firewall."""
    with veth_pair():
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        yield


def iperf3():
    """Gbit a second over loopback, one connection; and a second of CPU time of both ends, which others do not share."""
    server = subprocess.Popen(["iperf3", "--server", "--one-off", "--forceflush"], stdout=subprocess.PIPE, text=True)
    try:
        while "listening" not in server.stdout.readline():
            if server.poll() is not None:
                raise SystemExit("bench: iperf3 --server has ended")
        done = subprocess.run(["iperf3", "--client", "127.0.0.1", "--time", str(SECONDS), "--omit", "0.3", "--json"],
                              stdout=subprocess.PIPE, check=True)
        end = json.loads(done.stdout)["end"]
        rate, shares = end["sum_received"]["bits_per_second"] / 1e9, end["cpu_utilization_percent"]
        return rate, 100 * rate / (shares["host_total"] + shares["remote_total"])
    finally:
        server.kill()
        server.communicate()


def measure_iperf3(hookline):
    """Throughput of bulk data over loopback."""
    with inside_namespace():
        pairs = with_and_without(hookline, iperf3)
    rows = []
    for place, unit in enumerate(("Gbit/s", "Gbit/CPU second")):
        attached, nothing = ([pair[side][place] for pair in pairs] for side in (0, 1))
        rows.append(summary("iperf3 over loopback, kprobe attached", unit, attached, nothing, "nothing attached"))
    return rows
