#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whole-process figures of hookline, each beside a yardstick of the same run. See script/bench."""
import argparse
import contextlib
import json
import os
import pathlib
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time

FLOWS = 100_000
PACKETS = 5_000_000
RUNS = 9


def udp_frame(flow, payload=22):
    """An Ethernet frame of flow number `flow`: sources differ by address and port."""
    udp = struct.pack("!HHHH", 1024 + flow % 16, 9, 8 + payload, 0) + bytes(payload)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                     struct.pack("!I", 0x0A000000 | flow // 16), bytes([10, 77, 0, 2]))
    return b"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00" + ip + udp


class Finished:
    """A child that has ended: seconds since `since`, and the most memory it had."""

    def __init__(self, process, since):
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds = time.perf_counter() - since
        self.rss_mib = usage.ru_maxrss / 1024
        self.status = os.waitstatus_to_exitcode(status)
        process.returncode = self.status
        if self.status != 0:
            raise SystemExit(f"bench: {process.args} ended with status {self.status}")


def summary(name, unit, values, yardstick=None, yardstick_name=""):
    """One line of the result: median of the runs, and its median ratio to the yardstick, pair by pair."""
    row = {"name": name, "unit": unit, "median": statistics.median(values), "min": min(values), "max": max(values),
           "runs": len(values)}
    if yardstick:
        row["yardstick"] = yardstick_name
        row["ratio"] = statistics.median(a / b for a, b in zip(values, yardstick))
    return row


@contextlib.contextmanager
def veth_pair():
    """Two interfaces of a pair in a network namespace of their own; this process is inside meanwhile."""
    name = f"hlbench{os.getpid()}"
    before = os.open("/proc/self/ns/net", os.O_RDONLY)
    subprocess.run(["ip", "netns", "add", name], check=True)
    try:
        inside = os.open(f"/run/netns/{name}", os.O_RDONLY)
        set_namespace(inside)
        os.close(inside)
        for command in ("link add hl0 type veth peer name hl1", "link set hl0 up", "link set hl1 up"):
            subprocess.run(["ip", *command.split()], check=True)
        yield "hl0", "hl1"
    finally:
        set_namespace(before)
        os.close(before)
        subprocess.run(["ip", "netns", "del", name], check=True)


def set_namespace(fd):
    import ctypes
    clone_newnet = 0x40000000
    if ctypes.CDLL(None, use_errno=True).setns(fd, clone_newnet) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def start_attached(command):
    """Starts hookline and returns (process, seconds until its `ready:` line)."""
    since = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    line = process.stderr.readline()
    seconds = time.perf_counter() - since
    if not line.startswith("ready:"):
        process.kill()
        raise SystemExit(f"bench: expected the ready line, got: {line}{process.stderr.read()}")
    return process, seconds


def stop(process):
    since = time.perf_counter()
    process.send_signal(signal.SIGINT)
    process.stderr.read()
    return Finished(process, since)


def timed(command):
    since = time.perf_counter()
    return Finished(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), since)


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


MEASUREMENTS = {"start": measure_start, "read": measure_read, "readout": measure_readout}


def print_table(rows):
    for row in rows:
        ratio = f"   {row['ratio']:.2f} x {row['yardstick']}" if "ratio" in row else ""
        spread = f"({row['min']:.1f} to {row['max']:.1f})"
        print(f"{row['name']:44} {row['median']:8.1f} {row['unit']:18} {spread:22}{ratio}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hookline", required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("what", nargs="*", help=" ".join(MEASUREMENTS))
    arguments = parser.parse_args()
    unknown = set(arguments.what) - set(MEASUREMENTS)
    if unknown:
        parser.error(f"no measurement {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}")
    rows = []
    for what in arguments.what or MEASUREMENTS:
        rows += MEASUREMENTS[what](os.path.abspath(arguments.hookline))
    print(json.dumps(rows, indent=1)) if arguments.json else print_table(rows)


if __name__ == "__main__":
    main()
