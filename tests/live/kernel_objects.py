# SPDX-License-Identifier: MIT
"""What a process holds: its memory, its eBPF programs, the kernel memory of its maps; flows right into a program."""
import json
import os
import pathlib
import re
import subprocess

import netns

MIB = 1 << 20
BPF_F_NO_PREALLOC = 1
SENDER = pathlib.Path(os.environ.get("HOOKLINE_BUILD_DIR", "build"), "flow_sender")
PROGRAMS = {"tc": "hl_tc_ingress", "xdp": "hl_xdp"}


def _fields(path):
    try:
        return dict(re.findall(r"^(\w+):\s+(\w+)", path.read_text(), re.MULTILINE))
    except FileNotFoundError:  # closed meanwhile
        return {}


def resident(pid, which="VmRSS"):
    """Bytes. VmHWM: the most that there were."""
    return int(_fields(pathlib.Path(f"/proc/{pid}/status"))[which]) * 1024


def _descriptors(pid):
    return [_fields(path) for path in pathlib.Path(f"/proc/{pid}/fdinfo").iterdir()]


def _memory(fields):
    """Of a map whose elements are made as they are needed, kernels before 6.4 say what it would be with all of them: it
    is the array of its buckets, 16 bytes each (ours hold a few interfaces)."""
    size = int(fields["memlock"])
    made_as_needed = int(fields["map_flags"], 16) & BPF_F_NO_PREALLOC
    return min(size, int(fields["max_entries"]) * 16) if made_as_needed else size


def map_memory(pid):
    """Bytes of kernel memory of all maps whose descriptors the process has."""
    maps = {fields["map_id"]: _memory(fields) for fields in _descriptors(pid) if "map_id" in fields}
    return sum(maps.values())


def program_id(pid, name):
    for number in {fields["prog_id"] for fields in _descriptors(pid) if "prog_id" in fields}:
        if json.loads(netns.run("bpftool", "--json", "prog", "show", "id", number))["name"] == name:
            return number
    raise RuntimeError(f"process {pid} holds no program {name}")


def start_sender(test, namespace, pid, rate, seconds):
    """New flows at that rate through the program that the process has attached. It prints how many they were."""
    number = program_id(pid, PROGRAMS[test.plugin])
    return namespace.start(test, SENDER, test.plugin, number, rate, seconds, stdout=subprocess.PIPE, text=True)
