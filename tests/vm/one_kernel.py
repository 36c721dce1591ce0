# SPDX-License-Identifier: MIT
"""All tests on one kernel, in one VM."""
import dataclasses
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

import live_tests

SKIPPED = 77
_HERE = pathlib.Path(__file__).resolve().parent
_LINES_OF_A_FAILURE = 60
_running = []


@dataclasses.dataclass
class Kernel:
    """What was found out: `doctor` holds the words of each capture's probe, `tests` a dict for each test."""
    name: str
    release: str = ""
    doctor: dict = dataclasses.field(default_factory=dict)
    tests: list = dataclasses.field(default_factory=list)
    problem: str = ""  # with the VM as a whole
    missing: str = ""  # why there was no VM

    def failed(self):
        return bool(self.problem) or any(test["result"] not in ("passed", "skipped") for test in self.tests)


def read_doctor(text):
    """{"kernel": {"": release}, "capture tc": {"": "works here", "tcx": "works", ...}}"""
    found = {}
    for block in text.strip().split("\n\n"):
        head, *lines = block.splitlines()
        if head.startswith("kernel"):
            found["kernel"] = {"": head.split()[1]}
            continue
        who, _, verdict = head.partition(": ")
        found[who] = {"": verdict} | dict(line.strip().partition(": ")[::2] for line in lines)
    return found


def take(kernel, test, folder):
    if test["result"] == "skipped" and not live_tests.may_skip(kernel.name, test["test"]):
        test["result"] = "failed"
        test["skips"].append("a skip that this kernel has no reason for")
    kernel.tests.append(test)
    reasons = f" ({'; '.join(test['skips'])})" if test["skips"] else ""
    print(f"{kernel.name:5} {test['test']:28} {test['result']:11} {test['seconds']:6.1f} s{reasons}", flush=True)
    log = folder / f"{test['test']}.log"
    if log.exists():
        print("\n".join(log.read_text().splitlines()[-_LINES_OF_A_FAILURE:]), flush=True)


def _command(name, tests, kept):
    words = [str(_HERE / "run_tests.py"), kept, *(json.dumps(test) for test in tests)]
    script = f'"$HOOKLINE" doctor >{kept}/doctor 2>&1; exec python3 -B {shlex.join(words)}'
    limit = 60 + sum(test[1] for test in tests)
    return ["setpriv", "--pdeathsig", "TERM", sys.executable, "-B", str(_HERE / "vm.py"), "-t", str(limit), "-w", kept,
            name, "--", script]


def run(name, build, chosen):
    tests = live_tests.find(build, chosen)
    kernel = Kernel(name)
    with tempfile.TemporaryDirectory(prefix="hookline-vm-") as kept:
        folder = pathlib.Path(kept)
        with open(folder / "stderr", "w+", errors="replace") as stderr:
            vm = subprocess.Popen(_command(name, tests, kept), env=os.environ | live_tests.environment(build, name),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, text=True)
            _running.append(vm)
            for line in vm.stdout:
                take(kernel, json.loads(line), folder)
            status = vm.wait()
            stderr.seek(0)
            complaint = stderr.read().strip()
        if (folder / "doctor").exists():
            kernel.doctor = read_doctor((folder / "doctor").read_text())
            kernel.release = kernel.doctor.pop("kernel", {}).get("", "")
    if status == SKIPPED:
        kernel.missing = complaint
    elif status != 0 or len(kernel.tests) != len(tests):
        kernel.problem = f"status {status}, {len(kernel.tests)} of {len(tests)} tests ended: {complaint}"
    if complaint:
        print(f"{name}: {complaint}", flush=True)
    return kernel


def stop_all():
    """Ends all that run(), in other threads, waits for."""
    for vm in _running:
        vm.terminate()
