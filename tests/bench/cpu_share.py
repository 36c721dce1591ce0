# SPDX-License-Identifier: MIT
"""What hookline takes of a core while flows are active. See script/bench."""
import json
import os
import pathlib
import socket
import tempfile
import time

from runs import RUNS, start_attached, stop, summary, udp_frame, veth_pair

ACTIVE_FLOWS = 1_000
RATE = 20_000  # packets a second
WINDOW = 2  # seconds


def cpu_seconds(process):
    """User and system time of all its threads, past ones too: a process's CPU clock, see clock_getcpuclockid(3)."""
    return time.clock_gettime(~process.pid << 3 | 2)


def keep_active(interface, seconds):
    """RATE packets a second, the flows in turn; with no interface it sleeps."""
    frames = [udp_frame(flow) for flow in range(ACTIVE_FLOWS)]
    burst = RATE // 100
    begin = time.perf_counter()
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sender:
        if interface:
            sender.bind((interface, 0))
        for number in range(seconds * 100):
            time.sleep(max(0, begin + (number + 1) / 100 - time.perf_counter()))
            for packet in range(number * burst, (number + 1) * burst) if interface else ():
                sender.send(frames[packet % ACTIVE_FLOWS])


def cpu_shares(command, interface):
    """Percent of a core that hookline takes, in windows of a run. It has a CPU of its own: the softirq that receives
    the packets, and the programs in it, run on the sender's CPU, so that the kernel cannot charge them to hookline."""
    cpus = sorted(os.sched_getaffinity(0))
    if len(cpus) < 2:
        raise SystemExit("bench: cpu needs two CPUs, one of them for the sender")
    try:
        os.sched_setaffinity(0, cpus[-1:])
        process, _ = start_attached(command)
        os.sched_setaffinity(0, cpus[:1])
        keep_active(interface, WINDOW)  # until the windows over which rates are measured are full
        shares = []
        for _ in range(RUNS):
            before, since = cpu_seconds(process), time.perf_counter()
            keep_active(interface, WINDOW)
            shares.append(100 * (cpu_seconds(process) - before) / (time.perf_counter() - since))
        stop(process)
        return shares
    finally:
        os.sched_setaffinity(0, cpus)


def measure_cpu(hookline):
    """What hookline takes of a core with 1,000 active flows, reported to a file every second; and with none."""
    with tempfile.TemporaryDirectory() as folder, veth_pair() as (sender, receiver):
        config = pathlib.Path(folder) / "bench.toml"
        config.write_text(f'''[capture.live]
plugin = "tc"
interfaces = ["{receiver}"]
[sink.file]
plugin = "json"
path = "{folder}/report.json"
[[pipeline]]
from = ["live"]
every = "1s"
to = ["file"]
''')
        command = [hookline, "--config", str(config)]
        busy = cpu_shares(command, sender)
        rows = len(json.loads((pathlib.Path(folder) / "report.json").read_text()))
        if rows < ACTIVE_FLOWS:
            raise SystemExit(f"bench: only {rows} of {ACTIVE_FLOWS} flows were reported")
        idle = cpu_shares(command, None)
    return [summary(f"{ACTIVE_FLOWS} flows, {RATE} packets/s, every 1s", "% of a core", busy, idle,
                    "without traffic")]
