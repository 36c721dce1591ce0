# SPDX-License-Identifier: MIT
"""What a guest finds beside its initramfs: its programs, the command, and where things are."""
import pathlib
import shlex

import initramfs

_PROGRAMS = pathlib.Path(__file__).parent / "guest"


def files(job):
    settings = {"release": job["release"], "modules": f"{job['kernel']}/lib/modules/{job['release']}",
                "config": f"{job['kernel']}/config", "modprobe": job["modprobe"], "libraries": job["libraries"],
                "folder": job["folder"]}
    made = initramfs.Cpio()
    made.file("init", (_PROGRAMS / "init").read_bytes(), 0o755)
    made.file("job/run", (_PROGRAMS / "run").read_bytes())
    made.file("job/settings", _lines(f"{name}={shlex.quote(value)}" for name, value in settings.items()))
    made.file("job/shares", _lines(job["shares"]))
    made.file("job/command", _lines([*(f"export {name}={shlex.quote(value)}" for name, value in job["passed"].items()),
                                     _script(job["command"])]))
    return made.bytes()


def _script(command):
    """One word is a script, as with ssh; several are a command."""
    return command[0] if len(command) == 1 else shlex.join(command)


def _lines(words):
    return "".join(f"{word}\n" for word in words).encode()
