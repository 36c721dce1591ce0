#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Real captures through `hookline --read FILE --json`, against capinfos and tshark.

Packets and bytes (original lengths) of all rows together equal the file's; they equal the ledger's; and every TCP and UDP
conversation has the packets and bytes that tshark's dissection gives it. usage: corpus.py HOOKLINE FOLDER
"""
import collections
import ipaddress
import json
import pathlib
import re
import shutil
import subprocess
import sys

SKIPPED = 77
FIELDS = ["frame.protocols", "frame.len", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport",
          "udp.srcport", "udp.dstport", "ip.id", "ip.flags.mf", "ip.frag_offset", "ip.proto",
          "ipv6.fraghdr.ident", "ipv6.fraghdr.offset", "ipv6.fraghdr.more"]
# Headers that stand between IPv6 and its transport without being one.
EXTENSIONS = {"ipv6.hopopts", "ipv6.routing", "ipv6.fraghdr", "ipv6.dstopts", "ipv6.shim6", "mipv6", "hip"}


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def file_totals(path):
    """Packets and original bytes, as capinfos counts them."""
    out = run("capinfos", "-M", "-c", "-d", str(path)).stdout
    return tuple(int(re.search(rf"{what}:\s+(\d+)", out).group(1)) for what in ("Number of packets", "Data size"))


def outer_transport(protocols):
    """The network layer and the transport right above the outermost IP header: ("ip", "tcp"), or (..., None)."""
    names = protocols.split(":")
    for at, name in enumerate(names):
        if name in ("ip", "ipv6"):
            above = [n for n in names[at + 1:] if n not in EXTENSIONS]
            return name, (above[0] if above and above[0] in ("tcp", "udp") else None), (above[0] if above else None)
    return None, None, None


def fragment_of(packet, network):
    """(key of the datagram, offset, more) of a fragment, else None."""
    if network == "ip":
        offset, more = int(packet["ip.frag_offset"] or 0), packet["ip.flags.mf"] in ("1", "True")
        key = (packet["ip.src"], packet["ip.dst"], packet["ip.id"], packet["ip.proto"])
    elif packet["ipv6.fraghdr.ident"]:
        offset, more = int(packet["ipv6.fraghdr.offset"] or 0), packet["ipv6.fraghdr.more"] in ("1", "True")
        key = (packet["ipv6.src"], packet["ipv6.dst"], packet["ipv6.fraghdr.ident"])
    else:
        return None
    return (key, offset) if offset or more else None


def tshark_conversations(path):
    """{(proto, src, sport, dst, dport): [packets, bytes]}, one direction each, later fragments with the ports of a head
    that came before them."""
    command = ["tshark", "-n", "-r", str(path), "-T", "fields", "-E", "occurrence=f", "-E", "separator=/t",
               "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE", "-o", "tcp.desegment_tcp_streams:FALSE"]
    for field in FIELDS:
        command += ["-e", field]
    heads, found = {}, collections.defaultdict(lambda: [0, 0])
    for line in run(*command).stdout.splitlines():
        packet = dict(zip(FIELDS, line.split("\t")))
        network, transport, _ = outer_transport(packet["frame.protocols"])
        if network is None:
            continue
        prefix = "ip" if network == "ip" else "ipv6"
        src, dst = packet[f"{prefix}.src"], packet[f"{prefix}.dst"]
        ports = (transport, packet.get(f"{transport}.srcport"), packet.get(f"{transport}.dstport"))
        fragment = fragment_of(packet, network)
        if fragment:
            key, offset = fragment
            if offset == 0 and transport and ports[1]:
                heads[key] = ports
            elif offset != 0:
                ports = heads.get(key, (None, None, None))
        if ports[0] is None or not ports[1]:
            continue
        row = found[(ports[0], ipaddress.ip_address(src), int(ports[1]), ipaddress.ip_address(dst), int(ports[2]))]
        row[0] += 1
        row[1] += int(packet["frame.len"])
    return dict(found)


def hookline_conversations(rows):
    found = collections.defaultdict(lambda: [0, 0])
    for row in rows:
        unknown_ports = {"fragment", "truncated"} & set(row.get("marks", []))
        if row["proto"] not in ("TCP", "UDP") or not row["srcIp"] or unknown_ports:
            continue
        key = (row["proto"].lower(), ipaddress.ip_address(row["srcIp"]), row["srcPort"],
               ipaddress.ip_address(row["dstIp"]), row["dstPort"])
        found[key][0] += row["packets"]
        found[key][1] += row["bytes"]
    return dict(found)


def check(hookline, path):
    """The problems that this file shows: none is good."""
    result = run(hookline, "--read", str(path), "--json")
    if result.returncode != 0:
        return [f"exit status {result.returncode}: {result.stderr.strip()}"]
    rows = json.loads(result.stdout)
    problems = []
    want = file_totals(path)
    have = (sum(r["packets"] for r in rows), sum(r["bytes"] for r in rows))
    if have != want:
        problems.append(f"rows have {have} packets and bytes, the file {want}")
    ledger = result.stderr.strip().splitlines()[-1]
    expected = f"ledger: seen {want[0]} packets {want[1]} bytes, delivered {want[0]} {want[1]}, filtered 0 0, lost 0 0"
    if ledger != expected:
        problems.append(f"last line is {ledger!r}, not {expected!r}")
    ours, theirs = hookline_conversations(rows), tshark_conversations(path)
    for key in sorted(set(ours) | set(theirs), key=str):
        if ours.get(key) != theirs.get(key):
            problems.append(f"{key[0]} {key[1]}:{key[2]} > {key[3]}:{key[4]}: {ours.get(key)}, tshark {theirs.get(key)}")
    return problems


def main():
    hookline, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    files = sorted(p for p in folder.glob("*cap*") if p.is_file()) if folder.is_dir() else []
    if not files:
        print(f"skipped: no captures in {folder}")
        return SKIPPED
    for tool in ("tshark", "capinfos"):
        if shutil.which(tool) is None:
            print(f"skipped: {tool} is not installed")
            return SKIPPED
    bad = 0
    for path in files:
        problems = check(hookline, path)
        bad += bool(problems)
        for problem in problems:
            print(f"{path.name}: {problem}")
    print(f"{len(files) - bad} of {len(files)} captures agree")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
