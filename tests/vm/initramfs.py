# SPDX-License-Identifier: MIT
"""Archives that the kernel takes as initial root (Documentation/driver-api/early-userspace/buffer-format.rst)."""
import stat


class Cpio:
    """The format "newc". Archives may be put one behind the other."""

    def __init__(self):
        self._parts = []

    def folder(self, name):
        self._add(name, stat.S_IFDIR | 0o755, b"")

    def file(self, name, data, mode=0o644):
        self._add(name, stat.S_IFREG | mode, data)

    def bytes(self):
        return b"".join([*self._parts, _entry("TRAILER!!!", 0, b"")])

    def _add(self, name, mode, data):
        self._parts.append(_entry(name, mode, data))


def _entry(name, mode, data):
    words = name.encode() + b"\0"
    # inode, mode, uid, gid, links, time, size, two device numbers of two parts each, size of the name, checksum
    numbers = (0, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(words), 0)
    header = b"070701" + b"".join(b"%08x" % number for number in numbers)
    return _padded(header + words) + _padded(data)


def _padded(data):
    return data + bytes(-len(data) % 4)
