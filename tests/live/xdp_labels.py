#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Application protocols and server names at the XDP hook, which sees what comes in."""
import os

import foreign_program
import labels_cases
import support


class Labels(labels_cases.LabelCases, support.TestCase):
    plugin = "xdp"
    directions = ("in",)


if __name__ == "__main__":
    if os.geteuid() == 0 and not foreign_program.has_xdp_frags():
        support._skip("labels at the XDP hook need bpf_xdp_load_bytes(), of Linux 5.18 as frames in several buffers")
    support.main("openssl")
