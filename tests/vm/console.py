# SPDX-License-Identifier: MIT
"""What the kernel says of itself: a command's good status does not prove a healthy kernel."""
import re

_COMPLAINT = re.compile(r"BUG:|Oops|WARNING:|Kernel panic")
_CONTEXT = 12
_AT_MOST = 60


def complaints(log):
    """The lines where the kernel complains and those behind them; empty where it does not."""
    shown, until = [], 0
    for number, line in enumerate(log.splitlines()):
        if _COMPLAINT.search(line):
            until = number + _CONTEXT
        if number < until:
            shown.append(line)
    return "\n".join(shown[:_AT_MOST])


def tail(log):
    return "".join(f"{line}\n" for line in log.splitlines()[-15:])
