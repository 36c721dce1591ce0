# SPDX-License-Identifier: MIT
"""What is known of the connections in the captures: `file protocol source port destination port value` a line."""
import ipaddress
import pathlib
import sys

SKIPPED = 77


def connection(protocol, source, source_port, destination, destination_port):
    """The same for both directions."""
    ends = frozenset(((ipaddress.ip_address(source), int(source_port)),
                      (ipaddress.ip_address(destination), int(destination_port))))
    return protocol.lower(), ends


def read(path):
    """{file: {connection: value}}"""
    files = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            name, *flow, value = line.split()
            files.setdefault(name, {})[connection(*flow)] = value
    return files


def main(path, what, check):
    """check(hookline, file, {connection: value}) gives the problems of each file in the folder."""
    hookline, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    files = sorted(p for p in folder.glob("*cap*") if p.is_file()) if folder.is_dir() else []
    if not files:
        print(f"skipped: no captures in {folder}")
        return SKIPPED
    expected = read(path)
    missing = set(expected) - {file.name for file in files}
    problems = [f"{name}: is in the manifest, but not in {folder}" for name in sorted(missing)]
    for file in files:
        problems += [f"{file.name}: {problem}" for problem in check(hookline, file, expected.get(file.name, {}))]
    print("\n".join(problems) or f"{sum(map(len, expected.values()))} {what} in {len(files)} captures agree")
    return 1 if problems else 0
