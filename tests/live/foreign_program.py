#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Somebody else's TCX program that ends the chain (TCX_PASS), at the head of a device's ingress until this is killed:
foreign_program.py DEVICE. Straight through bpf(2): tc(8) and bpftool of Debian 12 cannot attach to TCX.
"""
import ctypes
import platform
import signal
import socket
import struct
import sys

BPF_SYSCALL = {"x86_64": 321, "aarch64": 280}[platform.machine()]
BPF_PROG_LOAD, BPF_PROG_QUERY, BPF_LINK_CREATE = 5, 16, 28
SCHED_CLS, TCX_INGRESS, BEFORE = 3, 46, 1 << 3


def bpf(command, attributes):
    buffer = ctypes.create_string_buffer(attributes, 144)
    result = ctypes.CDLL(None, use_errno=True).syscall(BPF_SYSCALL, command, buffer, len(buffer))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"bpf command {command}")
    return result


def load():
    code = struct.pack("<BBhi", 0xB7, 0, 0, 0) + struct.pack("<BBhi", 0x95, 0, 0, 0)  # r0 = TCX_PASS; exit
    instructions, licence = ctypes.create_string_buffer(code), ctypes.create_string_buffer(b"GPL")
    head = struct.pack("<IIQQ", SCHED_CLS, 2, ctypes.addressof(instructions), ctypes.addressof(licence))
    return bpf(BPF_PROG_LOAD, head.ljust(48, b"\0") + b"foreign".ljust(16, b"\0"))


def has_tcx():
    """Asked about loopback, which is number 1."""
    try:
        bpf(BPF_PROG_QUERY, struct.pack("<II", 1, TCX_INGRESS))
        return True
    except OSError:
        return False


def main():
    link = bpf(BPF_LINK_CREATE, struct.pack("<IIII", load(), socket.if_nametoindex(sys.argv[1]), TCX_INGRESS, BEFORE))
    print(f"attached, descriptor {link}", flush=True)
    signal.pause()


if __name__ == "__main__":
    main()
