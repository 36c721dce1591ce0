#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Interfaces that are named, that match, that come and go."""
import interface_cases
import support


class Interfaces(interface_cases.InterfaceCases):
    def test_coming_and_going_tcx(self):
        self.need("tcx")
        self.check_coming_and_going('attach = "tcx"')

    def test_coming_and_going_clsact(self):
        self.check_coming_and_going('attach = "clsact"')

    def test_a_hundred_times_under_traffic(self):
        self.need("tcx")
        self.check_cycles('attach = "tcx"', 'attach = "clsact"')


if __name__ == "__main__":
    support.main("setpriv", "ping", "bpftool")
