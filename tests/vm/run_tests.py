# SPDX-License-Identifier: MIT
"""In a guest: runs tests one after the other and says how each went, a line of JSON each, as it ends. A folder for what
failing tests say, then for each test a word of JSON: [name, seconds, command...]."""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

_SKIPPED = 77


def _run(command, limit):
    """(status or None for out of time, what it said)"""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, errors="replace", start_new_session=True)
    try:
        said, _ = process.communicate(timeout=limit)
        return process.returncode, said
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return None, process.communicate()[0]


def _skips(said):
    """Why tests, or parts of them, were skipped: unittest's words and those of support.py, the first line of them."""
    reasons = re.findall(r"\.\.\. skipped ['\"](.*)['\"]$|^skipped: (.*)$", said, re.MULTILINE)
    return sorted({(first or second).split("\\n")[0] for first, second in reasons})


def main():
    folder = pathlib.Path(sys.argv[1])
    for word in sys.argv[2:]:
        name, limit, *command = json.loads(word)
        begin = time.monotonic()
        status, said = _run(command, limit)
        result = {0: "passed", _SKIPPED: "skipped", None: "out of time"}.get(status, "failed")
        if result in ("failed", "out of time"):
            (folder / f"{name}.log").write_text(said)
        print(json.dumps({"test": name, "result": result, "seconds": round(time.monotonic() - begin, 1),
                          "skips": _skips(said)}), flush=True)


if __name__ == "__main__":
    main()
