#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Somebody else's program, until this is killed: foreign_program.py DEVICE [tcx|xdp|tag]. At the head of a device's TCX
ingress it ends the chain (TCX_PASS); at its XDP hook it lets everything pass; on the way out it gives frames a VLAN
tag, beside the frame as a VLAN device would. Straight through bpf(2): tc(8) and bpftool of Debian 12 cannot attach to
TCX.
"""
import ctypes
import os
import platform
import signal
import socket
import struct
import sys

BPF_SYSCALL = {"x86_64": 321, "aarch64": 280}[platform.machine()]
BPF_PROG_LOAD, BPF_PROG_QUERY, BPF_LINK_CREATE = 5, 16, 28
SCHED_CLS, XDP = 3, 6
TCX_INGRESS, TCX_EGRESS, XDP_HOOK = 46, 47, 37
BEFORE, DRIVER_MODE, XDP_HAS_FRAGS = 1 << 3, 1 << 2, 1 << 5
TCX_NEXT, TCX_PASS, XDP_PASS = -1, 0, 2
VLAN_ID, SKB_VLAN_PUSH = 101, 18


def bpf(command, attributes):
    buffer = ctypes.create_string_buffer(attributes, 144)
    result = ctypes.CDLL(None, use_errno=True).syscall(BPF_SYSCALL, command, buffer, len(buffer))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"bpf command {command}")
    return result


def move(register, value):
    return struct.pack("<BBhi", 0xB7, register, 0, value)


def end(verdict):
    return move(0, verdict) + struct.pack("<BBhi", 0x95, 0, 0, 0)


def push_tag():
    return move(2, socket.htons(0x8100)) + move(3, VLAN_ID) + struct.pack("<BBhi", 0x85, 0, 0, SKB_VLAN_PUSH)


def load(kind, code, flags=0):
    instructions, licence = ctypes.create_string_buffer(code), ctypes.create_string_buffer(b"GPL")
    head = struct.pack("<IIQQ", kind, len(code) // 8, ctypes.addressof(instructions), ctypes.addressof(licence))
    return bpf(BPF_PROG_LOAD, head.ljust(44, b"\0") + struct.pack("<I", flags) + b"foreign".ljust(16, b"\0"))


def has_tcx():
    """Asked about loopback, which is number 1."""
    try:
        bpf(BPF_PROG_QUERY, struct.pack("<II", 1, TCX_INGRESS))
        return True
    except OSError:
        return False


def has_atomics():
    """Atomic operations that return what was there: since Linux 5.12."""
    store, fetch_and_add = struct.pack("<BBhi", 0x7A, 0x0A, -8, 0), struct.pack("<BBhi", 0xDB, 0x2A, -8, 0x01)
    try:
        os.close(load(SCHED_CLS, store + move(2, 1) + fetch_and_add + end(0)))
        return True
    except OSError:
        return False


def has_xdp_frags():
    try:
        os.close(load(XDP, end(XDP_PASS), XDP_HAS_FRAGS))
        return True
    except OSError:
        return False


HOOKS = {
    "tcx": (SCHED_CLS, end(TCX_PASS), TCX_INGRESS, BEFORE),
    "tag": (SCHED_CLS, push_tag() + end(TCX_NEXT), TCX_EGRESS, 0),
    "xdp": (XDP, end(XDP_PASS), XDP_HOOK, DRIVER_MODE),
}


def attach(device, hook):
    kind, code, attach_type, flags = HOOKS[hook]
    index = socket.if_nametoindex(device)
    return bpf(BPF_LINK_CREATE, struct.pack("<IIII", load(kind, code), index, attach_type, flags))


def main():
    link = attach(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "tcx")
    print(f"attached, descriptor {link}", flush=True)
    signal.pause()


if __name__ == "__main__":
    main()
