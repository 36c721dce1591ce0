#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whole-process figures of hookline, each beside a yardstick of the same run. See script/bench."""
import argparse
import json
import os
import pathlib
import socket
import struct
import subprocess
import tempfile
import time

from cpu_share import measure_cpu
from kprobe_cost import measure_iperf3, measure_sockets
from runs import RUNS, start_attached, stop, summary, timed, udp_frame, veth_pair

FLOWS = 100_000
PACKETS = 5_000_000


def measure_start(hookline):
    """From exec to the `ready:` line of the tc capture, beside a process that does nothing."""
    with veth_pair() as (_, receiver):
        starts, nothing = [], []
        for _ in range(RUNS):
            process, seconds = start_attached([hookline, "-i", receiver])
            stop(process)
            starts.append(seconds * 1000)
            nothing.append(timed([hookline, "--version"]).seconds * 1000)
    return [summary("start to attached", "ms", starts, nothing, "hookline --version")]


def send_flows(interface):
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sender:
        sender.bind((interface, 0))
        for flow in range(FLOWS):
            sender.send(udp_frame(flow))


def measure_readout(hookline):
    """From SIGINT to exit with 100,000 flows in the table, and with none."""
    rows = []
    with veth_pair() as (sender, receiver):
        empty = [stop(start_attached([hookline, "-i", receiver])[0]).seconds * 1000 for _ in range(RUNS)]
        for name, flags in (("text", []), ("classic", ["--classic"]), ("JSON", ["--json"])):
            seconds, memory = [], []
            for _ in range(RUNS):
                process, _ = start_attached([hookline, "-i", receiver, *flags])
                send_flows(sender)
                time.sleep(1.5)  # two ticks: what a user waits at least
                done = stop(process)
                seconds.append(done.seconds * 1000)
                memory.append(done.rss_mib)
            rows.append(summary(f"signal to exit, {FLOWS} flows, {name}", "ms", seconds, empty, "without flows"))
            rows.append(summary(f"peak memory, {FLOWS} flows, {name}", "MiB", memory))
    return rows


def write_capture(path, packets, flows):
    """A pcap file of `packets` small frames over `flows` flows in a scrambled order."""
    frames = [udp_frame(flow) for flow in range(flows)]
    with open(path, "wb", buffering=1 << 20) as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        state = 1
        for number in range(packets):
            state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
            frame = frames[state * flows >> 32]
            out.write(struct.pack("<IIII", 1_700_000_000 + number // 1_000_000, number % 1_000_000, len(frame),
                                  len(frame)) + frame)


def measure_read(hookline):
    """Packets a second of --read from the page cache, beside tcpdump counting the same file."""
    rows = []
    for flows in (1_000, FLOWS):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "bench.pcap"
            write_capture(path, PACKETS, flows)
            rates, memory, yardstick = [], [], []
            for _ in range(RUNS):
                done = timed([hookline, "--read", str(path), "--json"])
                rates.append(PACKETS / done.seconds / 1e6)
                memory.append(done.rss_mib)
                yardstick.append(PACKETS / timed(["tcpdump", "-r", str(path), "--count"]).seconds / 1e6)
        rows.append(summary(f"--read, {flows} flows", "million packets/s", rates, yardstick, "tcpdump --count"))
        rows.append(summary(f"--read, {flows} flows, peak memory", "MiB", memory))
    return rows


def beside(hookline, program):
    """Standard output of a program that is built beside hookline, asked for JSON."""
    done = subprocess.run([os.path.join(os.path.dirname(hookline), program[0]), *program[1:]], stdout=subprocess.PIPE)
    if done.returncode != 0:
        raise SystemExit(f"bench: {program[0]} ended with status {done.returncode}")
    return done.stdout


def measure_drain(hookline):
    """CPU time to read a full flow table out of the kernel."""
    return [json.loads(line) for line in beside(hookline, ["bench_drain", "--json"]).splitlines()]


def measure_hooks(hookline):
    """Nanoseconds a packet of the eBPF programs, by the program beside hookline, which has options of its own."""
    return json.loads(beside(hookline, ["hook_bench", "--json", "-"]))


MEASUREMENTS = {"start": measure_start, "read": measure_read, "readout": measure_readout, "cpu": measure_cpu,
                "drain": measure_drain, "sockets": measure_sockets, "iperf3": measure_iperf3, "hooks": measure_hooks}


def print_table(rows):
    for row in rows:
        ratio = f"   {row['ratio']:.2f} x {row['yardstick']}" if "ratio" in row else ""
        spread = f"({row['min']:.1f} to {row['max']:.1f})"
        print(f"{row['name']:54} {row['median']:8.1f} {row['unit']:18} {spread:22}{ratio}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hookline", required=True)
    parser.add_argument("--json", nargs="?", const="-", metavar="FILE", help="the result as JSON, instead of a table")
    parser.add_argument("what", nargs="*", help=" ".join(MEASUREMENTS))
    arguments = parser.parse_args()
    if arguments.json in MEASUREMENTS:  # script/bench --json start
        arguments.what.insert(0, arguments.json)
        arguments.json = "-"
    unknown = set(arguments.what) - set(MEASUREMENTS)
    if unknown:
        parser.error(f"no measurement {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}")
    rows = []
    for what in arguments.what or MEASUREMENTS:
        rows += MEASUREMENTS[what](os.path.abspath(arguments.hookline))
    if not arguments.json:
        print_table(rows)
    elif arguments.json == "-":
        print(json.dumps(rows, indent=1))
    else:
        pathlib.Path(arguments.json).write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
