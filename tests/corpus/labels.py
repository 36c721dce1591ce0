#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Labels in real captures: every row of `hookline --read FILE --lines` has the app_proto that labels.txt gives its
connection, and a row of another connection, or without ports, has none.

usage: labels.py HOOKLINE FOLDER
"""
import json
import pathlib
import subprocess
import sys

import manifest
from manifest import connection

MANIFEST = pathlib.Path(__file__).with_name("labels.txt")


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


if __name__ == "__main__":
    sys.exit(manifest.main(MANIFEST, "labels", check))
