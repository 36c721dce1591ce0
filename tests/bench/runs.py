# SPDX-License-Identifier: MIT
"""Runs of hookline that are measured: traffic, devices, processes, and a line of the result."""
import contextlib
import ctypes
import os
import signal
import statistics
import struct
import subprocess
import time

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
