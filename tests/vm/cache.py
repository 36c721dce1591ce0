# SPDX-License-Identifier: MIT
"""What is downloaded stays, outside of the tree. Delete the folder to have everything anew."""
import fcntl
import os
import pathlib
import shutil


def folder():
    home = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(os.environ.get("HOOKLINE_VM_CACHE") or pathlib.Path(home) / "hookline" / "vm").absolute()


def once(name, make):
    """The folder `name` in the cache, by make(its path) where it is not there yet. Several may ask at the same time:
    one makes it, under another name until it is complete, and the others wait."""
    done = folder() / name
    if done.exists():
        return done
    folder().mkdir(parents=True, exist_ok=True)
    with open(folder() / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            partial = folder() / f"{name}.partial"
            shutil.rmtree(partial, ignore_errors=True)  # somebody was killed
            partial.mkdir()
            try:
                make(partial)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise
            partial.rename(done)
    return done
