# SPDX-License-Identifier: MIT
"""Which live tests run on which kernel. ctest knows what there is."""
import fnmatch
import json
import os
import pathlib
import subprocess

# How much more time an emulated machine gets.
SLOWDOWN = 4

# What a kernel has not, so that a test may skip as a whole. Any other skip on a stock kernel is a failure.
MAY_SKIP = {"5.10": ("live_xdp_dispatcher", "live_xdp_labels", "live_cgroup_*")}

# How the kprobe capture can see calls: each of these must work there. (The tracepoints came with Linux 6.3.)
MECHANISMS = {"5.10": "auto fexit kprobe", "6.1": "auto fexit kprobe"}
ALL_MECHANISMS = "auto tracepoint fexit kprobe"

# Its rate is more than an emulated machine can do.
LEFT_OUT = ("live_flow_table_steady",)

# For script/test: of each capture what shows that it counts right, in the time that there is. The cases; none: all.
QUICK = {
    "live_tc_counts": (),
    "live_tc_chain": (),
    "live_xdp_counts": ("Counts.test_native", "BigFrames.test_several_buffers"),
    "live_cgroup_owners": ("Owners.test_a_process", "Owners.test_parent_and_child_share_a_socket", "Owners.test_exec",
                           "Owners.test_accepted_by_a_worker"),
    "live_kprobe_bytes": ("Bytes.test_tcp_auto", "Bytes.test_udp_auto", "Bytes.test_tcp_fexit",
                          "Bytes.test_udp_kprobe"),
    "live_kprobe_owners": ("Owners.test_containers_with_the_same_addresses", "Ping.test_icmp"),
    "live_pcap_labels": (),
}


def find(build, chosen):
    """[name, seconds, command...] of each live test with a name like one of `chosen`, a dict of patterns and cases."""
    said = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1", "-L", "^live$", "-LE", "^long$"],
                          check=True, stdout=subprocess.PIPE, text=True).stdout
    found = []
    for test in json.loads(said)["tests"]:
        if test["name"] in LEFT_OUT:
            continue
        for pattern, cases in chosen.items():
            if fnmatch.fnmatch(test["name"], pattern):
                limit = next(entry["value"] for entry in test["properties"] if entry["name"] == "TIMEOUT")
                found.append([test["name"], limit * SLOWDOWN, *_words(test["command"]), *cases])
                break
    return found


def _words(command):
    """The guest's Python is Debian's, whatever the machine prefers."""
    name = os.path.basename(command[0])
    return [name if name.startswith("python3") else command[0], *command[1:]]


def may_skip(kernel, name):
    return any(fnmatch.fnmatch(name, pattern) for pattern in MAY_SKIP.get(kernel, ()))


def environment(build, kernel):
    build = pathlib.Path(build).resolve()
    return {"HOOKLINE": f"{build}/hookline", "HOOKLINE_BUILD_DIR": str(build),
            "HOOKLINE_SOURCE_DIR": str(pathlib.Path(__file__).resolve().parents[2]),
            "HOOKLINE_MECHANISMS": MECHANISMS.get(kernel, ALL_MECHANISMS), "HOOKLINE_TEST_SLOWDOWN": str(SLOWDOWN)}
