#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Labels in real captures: every row of `hookline --read FILE --lines` has the app_proto that labels.txt gives its
connection, and a row of another connection, or without ports, has none.

usage: labels.py HOOKLINE FOLDER
"""
import ipaddress
import json
import pathlib
import subprocess
import sys

SKIPPED = 77
MANIFEST = pathlib.Path(__file__).with_name("labels.txt")


def connection(protocol, source, source_port, destination, destination_port):
    """The same for both directions."""
    ends = frozenset(((ipaddress.ip_address(source), int(source_port)),
                      (ipaddress.ip_address(destination), int(destination_port))))
    return protocol.lower(), ends


def manifest():
    """{file: {connection: label}}"""
    files = {}
    for line in MANIFEST.read_text().splitlines():
        if line and not line.startswith("#"):
            path, *flow, label = line.split()
            files.setdefault(path, {})[connection(*flow)] = label
    return files


def connection_of(row):
    if row["proto"] not in ("TCP", "UDP") or "src_port" not in row:
        return None
    return connection(row["proto"], row["src_addr"], row["src_port"], row["dst_addr"], row["dst_port"])


def check(hookline, path, expected):
    """The problems that this file shows."""
    result = subprocess.run([hookline, "--read", str(path), "--lines"], capture_output=True, text=True, timeout=60)
    if result.returncode != 0:
        return [f"exit status {result.returncode}: {result.stderr.strip()}"]
    problems, seen = [], set()
    for row in map(json.loads, result.stdout.splitlines()):
        if row["stream"] != "flow":
            continue
        key = connection_of(row)
        seen.add(key)
        if row.get("app_proto") != expected.get(key):
            problems.append(f"{key or row['proto']}: a row has {row.get('app_proto')}, not {expected.get(key)}")
    problems += [f"{key}: no row, the manifest has {label}" for key, label in expected.items() if key not in seen]
    return problems


def main():
    hookline, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    files = sorted(p for p in folder.glob("*cap*") if p.is_file()) if folder.is_dir() else []
    if not files:
        print(f"skipped: no captures in {folder}")
        return SKIPPED
    expected = manifest()
    missing = set(expected) - {path.name for path in files}
    problems = [f"{name}: is in the manifest, but not in {folder}" for name in sorted(missing)]
    for path in files:
        problems += [f"{path.name}: {problem}" for problem in check(hookline, path, expected.get(path.name, {}))]
    print("\n".join(problems) or f"{sum(map(len, expected.values()))} labels in {len(files)} captures agree")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
