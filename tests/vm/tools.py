# SPDX-License-Identifier: MIT
"""qemu and what else a VM takes, unpacked into the cache. What is installed on the machine is not downloaded again."""
import os
import shutil
import subprocess

import archive
import cache

# qemu 7.2 emulates cmpxchg16b and text patching wrongly, which crashes guests: 10 it is, and on bookworm a backport.
# That one comes without virtiofsd, so virtiofsd (the C one) is bookworm's own.
_BOOKWORM = ("qemu-system-x86/bookworm-backports", "busybox-static", "kmod", "zstd", "lz4")
_LATER = ("qemu-system-x86", "virtiofsd", "busybox-static", "kmod", "zstd", "lz4")


class Tools:
    def __init__(self, folder):
        self.folder = folder
        self._path = ":".join(f"{folder}/{part}" for part in
                              ("usr/bin", "bin", "usr/sbin", "sbin", "usr/lib/qemu", "usr/libexec"))
        self._path += ":" + os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/lib/qemu:/usr/libexec"
        libraries = f"{folder}/usr/lib/x86_64-linux-gnu"
        self.environment = {"LD_LIBRARY_PATH": f"{libraries}:{folder}/lib/x86_64-linux-gnu"}
        if (folder / "usr/lib/x86_64-linux-gnu/qemu").exists():
            self.environment["QEMU_MODULE_DIR"] = f"{libraries}/qemu"

    def find(self, name):
        found = shutil.which(name, path=self._path)
        if not found:
            raise archive.Unavailable(f"no {name} in {self.folder} or on this machine")
        return found

    def run(self, name, *arguments, data=None):
        """Its standard output."""
        return subprocess.run([self.find(name), *arguments], input=data, stdout=subprocess.PIPE, check=True,
                              env=os.environ | self.environment).stdout

    def firmware(self):
        """qemu's -L options: where its firmware is, if it came along."""
        places = [self.folder / "usr/share" / name for name in ("seabios", "qemu")]
        return [word for place in places if place.exists() for word in ("-L", str(place))]


def _make(folder):
    name = archive.codename()
    suites = [name, f"{name}-updates", f"{name}-security"] + [f"{name}-backports"] * (name == "bookworm")
    packages = archive.Archive(folder / "apt", *suites, installed="/var/lib/dpkg/status")
    if name == "bookworm":
        old = folder / "old"
        packages.unpack(old, "qemu-system-common/bookworm")
        (folder / "usr/libexec").mkdir(parents=True)
        shutil.move(old / "usr/lib/qemu/virtiofsd", folder / "usr/libexec/virtiofsd")
        shutil.rmtree(old)
    packages.unpack_with_missing(folder, *(_BOOKWORM if name == "bookworm" else _LATER))
    shutil.rmtree(folder / "apt")
    _keep_links_inside(folder)


def _keep_links_inside(folder):
    """Packages have links such as /sbin/depmod -> /bin/kmod, which mean the root they are made for."""
    for path in folder.rglob("*"):
        if path.is_symlink() and os.readlink(path).startswith("/"):
            target = f"{folder}{os.readlink(path)}"
            path.unlink()
            path.symlink_to(os.path.relpath(target, path.parent))


def get():
    return Tools(cache.once("tools", _make))
