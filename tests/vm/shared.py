# SPDX-License-Identifier: MIT
"""What a guest sees of the machine: its files, read-only, and some folders for writing. Mounts are made in a private
mount namespace, and end with it."""
import os
import pathlib
import re
import subprocess

# Not files: the guest has its own. Containers' roots are of no use to it.
_LEFT_OUT = ("/proc", "/sys", "/dev", "/run", "/var/lib/docker", "/var/lib/containers")


def _mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)


def make_private_folder(path):
    """A folder of our own in a /run of our own, where virtiofsd leaves files, too."""
    _mount("-t", "tmpfs", "run", "/run")
    path.mkdir()


def bind(source, target):
    os.mkdir(target)
    _mount("--bind", source, target)


def bind_root(target):
    """All file systems that are mounted, read-only. (A recursive bind would stay writable below.)"""
    bind("/", target)
    _mount("-o", "remount,bind,ro", target)
    for place in _mount_points():
        below = f"{target}{place}"
        if os.path.exists(below):
            _mount("--bind", place, below)
            _mount("-o", "remount,bind,ro", below)


def _mount_points():
    found = {}
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        place = re.sub(r"\\([0-7]{3})", lambda digits: chr(int(digits[1], 8)), line.split()[4])
        if place != "/" and not any(f"{place}/".startswith(f"{folder}/") for folder in _LEFT_OUT):
            found[place] = None
    return list(found)


def server_options(source, socket):
    return ["-f", "-o", f"source={os.path.abspath(source)}", f"--socket-path={socket}"]
