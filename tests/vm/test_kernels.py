# SPDX-License-Identifier: MIT
"""script/test-kernels: the live tests of every capture on other kernels, and what each of them offers."""
import argparse
import concurrent.futures
import pathlib
import signal
import sys

import kernels
import live_tests
import matrix
import one_kernel

ROOT = pathlib.Path(__file__).resolve().parents[2]
_HEAD = """# Kernels

Written by `script/test-kernels --write`: Debian's stock kernels, in virtual machines. Native XDP is that of veth.

"""


def _arguments():
    parser = argparse.ArgumentParser(prog="script/test-kernels",
                                     description="Runs the live tests on other kernels, in VMs.")
    parser.add_argument("kernels", metavar="KERNEL", nargs="*", default=list(kernels.SUITES),
                        help=f"of {', '.join(kernels.SUITES)} (all)")
    parser.add_argument("--build", default=ROOT / "build", type=pathlib.Path, help="the build that is tested")
    parser.add_argument("--tests", metavar="PATTERN", action="append", help="only tests with such a name: 'live_tc_*'")
    parser.add_argument("--quick", action="store_true", help="only what script/test runs")
    parser.add_argument("--jobs", metavar="COUNT", type=int, default=1, help="kernels at the same time (1)")
    parser.add_argument("--write", action="store_true", help="write docs/KERNELS.md")
    wanted = parser.parse_args()
    unknown = set(wanted.kernels) - set(kernels.SUITES)
    if unknown:
        parser.error(f"there is no kernel {', '.join(sorted(unknown))}")
    return wanted


def _end(number, _frame):
    one_kernel.stop_all()
    sys.exit(128 + number)


def main():
    wanted = _arguments()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    chosen = live_tests.QUICK if wanted.quick else dict.fromkeys(wanted.tests or ["*"], ())
    with concurrent.futures.ThreadPoolExecutor(wanted.jobs) as pool:
        found = list(pool.map(lambda name: one_kernel.run(name, wanted.build, chosen), wanted.kernels))
    text = matrix.render(found)
    print(f"\n{text}", flush=True)
    if wanted.write:
        (ROOT / "docs/KERNELS.md").write_text(_HEAD + text)
    if all(kernel.missing for kernel in found):
        return one_kernel.SKIPPED
    return 1 if any(kernel.failed() for kernel in found) else 0


if __name__ == "__main__":
    sys.exit(main())
