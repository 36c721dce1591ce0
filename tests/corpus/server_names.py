#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Server names in real captures: `hookline --read FILE --json` says those of server_names.txt, no more and no fewer, for
both directions of each connection; and the manifest has what tshark dissects.

usage: server_names.py HOOKLINE FOLDER
"""
import json
import pathlib
import shutil
import subprocess
import sys

import manifest
from manifest import connection

MANIFEST = pathlib.Path(__file__).with_name("server_names.txt")
NAME_FIELDS = ["tls.handshake.extensions_server_name", "http.host", "http2.headers.authority", "gquic.tag.sni"]
FIELDS = ["frame.protocols", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "udp.srcport",
          "udp.dstport", *NAME_FIELDS]
# A test's HTTP/2 on a port that tshark does not know.
DECODE_AS = ["-d", "tcp.port==29518,http2"]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def host_of(authority):
    """Without a port."""
    return authority.rpartition(":")[0] if authority.rpartition(":")[2].isdigit() else authority


def tshark_names(path):
    """{connection: first name} of flows that are in no tunnel: of a tunnel the outer flow is counted."""
    command = ["tshark", "-n", "-r", str(path), "-T", "fields", "-E", "occurrence=f", "-E", "separator=/t", *DECODE_AS]
    for field in FIELDS:
        command += ["-e", field]
    found = {}
    for line in run(*command, "-Y", " or ".join(NAME_FIELDS)).stdout.splitlines():
        packet = dict(zip(FIELDS, line.split("\t")))
        layers = packet["frame.protocols"].split(":")
        if len([name for name in layers if name in ("ip", "ipv6")]) != 1:
            continue
        network = "ip" if "ip" in layers else "ipv6"
        transport = "tcp" if "tcp" in layers else "udp"
        key = connection(transport, packet[f"{network}.src"], packet[f"{transport}.srcport"], packet[f"{network}.dst"],
                         packet[f"{transport}.dstport"])
        found.setdefault(key, host_of(next(packet[name] for name in NAME_FIELDS if packet[name])))
    return found


def hookline_names(rows):
    """{connection: set of names of its rows}: one name, when each of its rows has the same."""
    found = {}
    for row in rows:
        if row["proto"] in ("TCP", "UDP") and row["srcIp"]:
            key = connection(row["proto"], row["srcIp"], row["srcPort"], row["dstIp"], row["dstPort"])
            found.setdefault(key, set()).add(row.get("serverName"))
    return {key: names for key, names in found.items() if names != {None}}


def check(hookline, path, expected):
    result = run(hookline, "--read", str(path), "--json")
    if result.returncode != 0:
        return [f"exit status {result.returncode}: {result.stderr.strip()}"]
    ours, theirs = hookline_names(json.loads(result.stdout)), tshark_names(path)
    problems = []
    for key in sorted(set(ours) | set(theirs) | set(expected), key=str):
        if ours.get(key) != {expected.get(key)}:
            problems.append(f"{key}: rows have {ours.get(key)}, the manifest {expected.get(key)}")
        if theirs.get(key) != expected.get(key):
            problems.append(f"{key}: tshark has {theirs.get(key)}, the manifest {expected.get(key)}")
    return problems


if __name__ == "__main__":
    if shutil.which("tshark") is None:
        print("skipped: tshark is not installed")
        sys.exit(manifest.SKIPPED)
    sys.exit(manifest.main(MANIFEST, "names", check))
