# SPDX-License-Identifier: MIT
"""Stock kernels: Debian's cloud images, unpacked into the cache, never installed."""
import lzma
import pathlib
import re
import shutil
import struct

import archive
import cache
import initramfs

# Of each suite the newest: others vanish from the archive.
SUITES = {"5.10": "bullseye-security", "6.1": "bookworm-security", "6.12": "bookworm-backports", "sid": "sid"}

# What the guest needs before it has a root. Some are built in, which modprobe knows.
_EARLY = ("virtio_pci", "virtio_console", "virtiofs", "overlay")


class Kernel:
    def __init__(self, folder):
        self.folder = folder
        self.release = next((folder / "lib/modules").iterdir()).name
        self.image = folder / "vmlinux"
        self.initramfs = folder / "initramfs"


def get(name, tools):
    return Kernel(cache.once(f"linux-{name}", lambda folder: _make(folder, name, tools)))


def _make(folder, name, tools):
    packages = archive.Archive(folder / "apt", SUITES[name])
    version = r"\d" if name == "sid" else re.escape(name) + r"\."
    wanted = re.compile(rf"linux-(image|base|binary|modules)-{version}")  # one package up to 6.18, several since
    names = [found for found in packages.needs("linux-image-cloud-amd64") if wanted.match(found)]
    if not names:
        raise archive.Unavailable(f"{SUITES[name]} has no cloud image of Linux {name}")
    packages.unpack(folder / "root", *names)
    _arrange(folder, folder / "root", tools)
    shutil.rmtree(folder / "root")
    shutil.rmtree(folder / "apt")


def _first(root, *patterns):
    for pattern in patterns:
        for found in sorted(root.glob(pattern)):
            return found
    raise archive.Unavailable(f"the kernel's package has none of {' '.join(patterns)}")


def _arrange(folder, root, tools):
    modules = _first(root, "lib/modules/*", "usr/lib/modules/*")
    release = modules.name
    image = _first(root, "boot/vmlinuz-*", f"**/{release}/vmlinuz").read_bytes()
    (folder / "vmlinux").write_bytes(_vmlinux(image, tools))
    shutil.copy(_first(root, "boot/config-*", f"**/{release}/config"), folder / "config")
    (folder / "lib").mkdir()
    modules.parent.rename(folder / "lib/modules")
    tools.run("depmod", "-b", folder, release)
    (folder / "initramfs").write_bytes(_first_programs(folder, release, tools))


def _vmlinux(image, tools):
    """The uncompressed kernel in a bzImage (Documentation/arch/x86/boot.rst). qemu boots it by PVH: unpacking it is
    slow under emulation."""
    setup_sectors = image[0x1f1] or 4
    offset, length = struct.unpack_from("<II", image, 0x248)
    begin = (setup_sectors + 1) * 512 + offset
    payload = image[begin:begin + length - 4]  # its last four bytes say how long it is unpacked
    for magic, command in ((b"\x28\xb5\x2f\xfd", "zstd"), (b"\x02\x21\x4c\x18", "lz4"), (b"\xfd7zXZ", "xz")):
        if payload.startswith(magic):
            return tools.run(command, "-dc", data=payload)
    raise archive.Unavailable(f"a kernel compressed in an unknown way: {payload[:6].hex()}")


def _first_programs(folder, release, tools):
    files = initramfs.Cpio()
    for name in ("bin", "modules", "proc", "sys", "dev", "host", "writes", "new", "job"):
        files.folder(name)
    files.file("bin/busybox", pathlib.Path(tools.find("busybox")).read_bytes(), 0o755)
    order = []
    for module in _early_modules(folder, release, tools):
        data = module.read_bytes()
        name = module.name.removesuffix(".xz")
        files.file(f"modules/{name}", lzma.decompress(data) if module.suffix == ".xz" else data)
        order.append(name)
    files.file("modules/order", "".join(f"{name}\n" for name in order).encode())
    return files.bytes()


def _early_modules(folder, release, tools):
    found = {}
    for name in _EARLY:
        said = tools.run("modprobe", "-d", folder, "-S", release, "--show-depends", name).decode()
        found |= dict.fromkeys(re.findall(r"^insmod (\S+)", said, re.MULTILINE))
    return [pathlib.Path(path) for path in found]
