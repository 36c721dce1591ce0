#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs a libFuzzer target for a while, from seeds that are made anew. An input that breaks it is printed in base64.

usage: run_fuzz.py FUZZER SECONDS [SEEDS CAPTURES]
To see a failure again: base64 -d > input, then FUZZER input.
"""
import base64
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# A fuzzer that runs nothing finds nothing. Slow ones manage this in a second or two, on a loaded machine too.
LEAST_RUNS = 10_000
LONGEST_INPUT = 2304  # the kernel's copy of headers is 2048 bytes
ONE_INPUT_SECONDS = 10


def make_seeds(program, name, folder, captures):
    out = subprocess.run([program, name, str(folder), captures], capture_output=True, text=True, timeout=60)
    print((out.stdout + out.stderr).strip())
    return out.returncode == 0 and any(folder.iterdir())


def dictionary_of(fuzzer):
    """Its own, or that of packets."""
    here = pathlib.Path(__file__).parent
    own = here / (pathlib.Path(fuzzer).stem.removesuffix("_fuzz") + ".dict")
    return own if own.exists() else here / "packets.dict"


def fuzz(fuzzer, seconds, folder):
    command = [fuzzer, str(folder / "corpus"), str(folder / "seeds"), f"-max_total_time={seconds}",
               f"-max_len={LONGEST_INPUT}", f"-timeout={ONE_INPUT_SECONDS}", "-print_final_stats=1",
               f"-dict={dictionary_of(fuzzer)}", f"-artifact_prefix={folder}/found/"]
    options = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=16"
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          timeout=seconds + 60, env=os.environ | {"ASAN_OPTIONS": options})


def report(result, fuzzer, found):
    """True when all is well."""
    lines = result.stdout.splitlines()
    inputs = sorted(found.iterdir())
    runs = re.search(r"stat::number_of_executed_units:\s*(\d+)", result.stdout)
    if result.returncode == 0 and not inputs and runs and int(runs.group(1)) >= LEAST_RUNS:
        coverage = [line for line in lines if " cov: " in line][-1:]
        print("\n".join(coverage + [f"{runs.group(1)} runs, nothing found"]))
        return True
    print("\n".join(lines[-60:]))
    print(f"{fuzzer}: exit status {result.returncode}, {runs.group(1) if runs else 'no'} runs (at least {LEAST_RUNS})")
    for path in inputs:
        print(f"{path.name.split('-')[0]}, in base64:\n{base64.b64encode(path.read_bytes()).decode()}")
    return False


def main():
    fuzzer, seconds, *seeds = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="hookline-fuzz-") as name:
        folder = pathlib.Path(name)
        for part in ("corpus", "seeds", "found"):
            (folder / part).mkdir()
        if seeds and not make_seeds(seeds[0], pathlib.Path(fuzzer).stem.removesuffix("_fuzz"), folder / "seeds",
                                    seeds[1]):
            print("no seeds could be made")
            return 1
        return 0 if report(fuzz(fuzzer, int(seconds), folder), fuzzer, folder / "found") else 1


if __name__ == "__main__":
    sys.exit(main())
