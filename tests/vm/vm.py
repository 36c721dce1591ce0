# SPDX-License-Identifier: MIT
"""script/vm: runs a command on another kernel, in a VM that sees this machine's files. README.md says how."""
import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys

import archive
import kernels
import tools

SKIPPED = 77


def _folder(word):
    if not os.path.isdir(word):
        raise argparse.ArgumentTypeError(f"{word} is no folder")
    return os.path.realpath(word)


def _arguments(words):
    parser = argparse.ArgumentParser(prog="script/vm", usage="script/vm [OPTION]... KERNEL -- COMMAND [ARGUMENT]...",
                                     description="Runs a command in a VM, as root, in this folder, on a stock Debian "
                                                 "kernel. It sees all of the machine's files; what it writes is lost.")
    parser.add_argument("kernel", metavar="KERNEL", nargs="?", choices=list(kernels.SUITES), help="one of --list")
    parser.add_argument("--list", action="store_true", help="say which kernels there are")
    parser.add_argument("-w", metavar="DIR", dest="shares", action="append", default=[], type=_folder,
                        help="what is written into this folder is kept")
    parser.add_argument("-m", metavar="MIB", dest="memory", type=int, default=2048, help="memory (default 2048)")
    parser.add_argument("-c", metavar="COUNT", dest="cpus", type=int, default=2, help="CPUs (default 2)")
    parser.add_argument("-t", metavar="SECONDS", dest="limit", type=float, default=300, help="time limit (default 300)")
    parser.add_argument("-v", dest="verbose", action="store_true", help="show the kernel's console at the end")
    at = words.index("--") if "--" in words else len(words)
    parsed = parser.parse_args(words[:at])
    parsed.command = words[at + 1:]
    if not parsed.list and not (parsed.kernel and parsed.command):
        parser.error("KERNEL -- COMMAND is needed")
    return parsed


def _list():
    for name, suite in kernels.SUITES.items():
        print(f"{name:6}newest of {suite}")


def _prepare(wanted):
    """What the machine in the namespaces has to know."""
    if os.geteuid() != 0:
        raise archive.Unavailable("needs root")
    if os.uname().machine != "x86_64":
        raise archive.Unavailable("made for x86_64")
    tried = subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], stderr=subprocess.PIPE, text=True)
    if tried.returncode != 0:
        raise archive.Unavailable(tried.stderr.strip())
    found = tools.get()
    kernel = kernels.get(wanted.kernel, found)
    return {
        "qemu": found.find("qemu-system-x86_64"), "firmware": found.firmware(), "environment": found.environment,
        "virtiofsd": found.find("virtiofsd"), "modprobe": found.find("modprobe"),
        "libraries": found.environment["LD_LIBRARY_PATH"], "kernel": str(kernel.folder), "image": str(kernel.image),
        "initramfs": str(kernel.initramfs), "release": kernel.release, "folder": os.getcwd(),
        "passed": {name: value for name, value in os.environ.items() if name.startswith("HOOKLINE")},
        **{name: getattr(wanted, name) for name in ("command", "shares", "memory", "cpus", "limit", "verbose")}}


def _run(job):
    """In namespaces that end with us, even when we are killed: the kernel kills each in turn when its parent ends."""
    command = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--propagation", "private", "--pid", "--fork",
               "--kill-child", "--mount-proc", sys.executable, "-B", pathlib.Path(__file__).with_name("machine.py")]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    try:
        process.communicate(json.dumps(job).encode())
        return process.returncode
    finally:
        process.kill()
        process.wait()


def _end(number, _frame):
    sys.exit(128 + number)


def main():
    wanted = _arguments(sys.argv[1:])
    if wanted.list:
        return _list()
    try:
        job = _prepare(wanted)
    except archive.Unavailable as reason:
        print(f"script/vm: skipped: {reason}", file=sys.stderr)
        return SKIPPED
    return _run(job)


if __name__ == "__main__":
    sys.exit(main())
