#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`filter` at the XDP hook: native and generic."""
import filters
import support


class Filter(filters.FilterTest):
    plugin = "xdp"
    capture_options = ("-Q", "in")

    def check(self, mode, *tags):
        self.mode = mode
        self.assert_as_tcpdump("icmp", "tcp src port 4242", "tcp[(tcp[12] & 0xf0) >> 2 : 4] = 0x6c696e65", *tags)

    def test_native(self):
        self.check('mode = "native"', "vlan 5 and tcp", "less 80")

    def test_generic(self):
        self.check('mode = "generic"')

    def test_one_buffer(self):
        self.check('mode = "native"\nmulti_buffer = "never"')


if __name__ == "__main__":
    support.main("ping", "tcpdump", "ethtool")
