#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Application protocols and server names at the XDP hook, which sees what comes in."""
import labels_cases
import support


class Labels(labels_cases.LabelCases, support.TestCase):
    plugin = "xdp"
    directions = ("in",)


if __name__ == "__main__":
    support.main("openssl")
