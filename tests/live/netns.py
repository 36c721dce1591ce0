# SPDX-License-Identifier: MIT
"""Network namespaces of our own, with everything in them gone at the end."""
import ctypes
import fcntl
import itertools
import json
import os
import pathlib
import subprocess
import time
import traceback

SLOWDOWN = int(os.environ.get("HOOKLINE_TEST_SLOWDOWN", "1"))  # how much more time things may take: emulated machines

_CLONE_NEWNET = 0x40000000
_numbers = itertools.count()


def run(*command, timeout=30, check=True):
    """Runs a command and returns its standard output; on failure the error holds what it said."""
    result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            timeout=timeout * SLOWDOWN)
    if check and result.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: status {result.returncode}: {result.stderr.strip()}")
    return result.stdout


class Namespace:
    """`ip netns exec` remounts /sys and hides it from eBPF tools; nsenter does not."""

    def __init__(self, test):
        self.name = f"hl-live-{os.getpid()}-{next(_numbers)}"
        self.path = f"/run/netns/{self.name}"
        self.enter = ["nsenter", f"--net={self.path}"]
        run("ip", "netns", "add", self.name)
        test.addCleanup(run, "ip", "netns", "delete", self.name, check=False)

    def run(self, *command, **options):
        return run(*self.enter, *command, **options)

    def start(self, test, *command, **options):
        """A process that is killed at the end of the test at the latest."""
        process = subprocess.Popen([*self.enter, *map(str, command)], **options)
        test.addCleanup(_end, process)
        return process

    def sysctl(self, name, value):
        self.run("sysctl", "-q", "-w", f"{name}={value}")

    def call(self, function, *arguments):
        """Runs a Python function in the namespace, in a child process. Its exception becomes ours."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            words = b""
            try:
                _set_namespace(self.path)
                function(*arguments)
            except BaseException:  # the child must not return into the test
                words = traceback.format_exc().encode()
            os.write(writer, words[:4000])
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            words = pipe.read().decode()
        os.waitpid(child, 0)
        if words:
            raise RuntimeError(words)

    def link(self, device):
        """What `ip -s link` says: {"rx": {"packets": ..., "bytes": ...}, "tx": ...} and the rest."""
        found = json.loads(self.run("ip", "-json", "-statistics", "link", "show", "dev", device))[0]
        return found | found["stats64"]

    def exists(self, device):
        return subprocess.run([*self.enter, "ip", "link", "show", "dev", device], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0


def _set_namespace(path):
    with open(path, "rb") as namespace:
        if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), _CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")


def _end(process):
    if process.poll() is None:
        process.kill()
    process.wait(10)
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()


def set_offloads(namespace, device, state):
    namespace.run("ethtool", "-K", device, "tso", state, "gso", state, "gro", state, "tx-udp-segmentation", state)


def veth(left, right, left_name="veth0", right_name="veth0", mtu=1500):
    """A pair, both ends down and without addresses: what comes up later is counted from its first packet on."""
    run("ip", "link", "add", left_name, "netns", left.name, "mtu", mtu, "type", "veth", "peer", "name", right_name,
        "netns", right.name, "mtu", mtu)


def up(namespace, device, *addresses):
    namespace.run("ip", "link", "set", device, "up")
    add_addresses(namespace, device, *addresses)


def wait_for_carrier(namespace, device):
    """What a device sends before is seen at the hook and then dropped."""
    deadline = time.monotonic() + 10
    while namespace.link(device)["operstate"] != "UP":
        if time.monotonic() > deadline:
            raise RuntimeError(f"{device} does not come up")
        time.sleep(0.02)


def add_addresses(namespace, device, *addresses):
    for address in addresses:
        extra = ["nodad"] if ":" in address else []
        namespace.run("ip", "address", "add", address, "dev", device, *extra)


def open_tun(name, flags):
    """In the namespace of the caller. The device lives as long as the descriptor."""
    tun_set_iff = 0x400454CA
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, tun_set_iff, name.encode().ljust(16, b"\0") + flags.to_bytes(2, "little") + bytes(22))
    return tun


def has_kernel_support(*words):
    """Can `ip link add` make a device of this kind? Tried in a namespace of its own."""
    name = f"hl-live-{os.getpid()}-probe"
    run("ip", "netns", "add", name)
    try:
        return subprocess.run(["nsenter", f"--net=/run/netns/{name}", "ip", "link", "add", "probe0", *words],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    finally:
        run("ip", "netns", "delete", name)


TUN_DEVICE = pathlib.Path("/dev/net/tun")
