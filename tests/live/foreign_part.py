#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Somebody else's program in libxdp's dispatcher, until SIGTERM: foreign_part.py DEVICE OBJECT PRIORITY."""
import ctypes
import os
import signal
import socket
import sys

NATIVE = 1  # enum xdp_attach_mode


def check(error):
    if error:
        sys.exit(f"libxdp: {os.strerror(-error)}")


def main():
    device, path, priority = sys.argv[1:]
    libxdp = ctypes.CDLL("libxdp.so.1")
    ctypes.CDLL("libbpf.so.1").libbpf_set_print(None)
    libxdp.xdp_program__open_file.restype = ctypes.c_void_p
    program = ctypes.c_void_p(libxdp.xdp_program__open_file(path.encode(), b"xdp", None))
    libxdp.libxdp_get_error.restype = ctypes.c_long
    check(libxdp.libxdp_get_error(program))
    check(libxdp.xdp_program__set_run_prio(program, int(priority)))
    check(libxdp.xdp_program__set_xdp_frags_support(program, True))
    index = socket.if_nametoindex(device)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    check(libxdp.xdp_program__attach(program, index, NATIVE, 0))
    print("attached", flush=True)
    signal.sigwait([signal.SIGTERM])
    check(libxdp.xdp_program__detach(program, index, NATIVE, 0))


if __name__ == "__main__":
    main()
