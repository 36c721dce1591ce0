#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Application protocols and server names in what libpcap captures live."""
import labels_cases
import support


class Labels(labels_cases.LabelCases, support.TestCase):
    plugin = "pcap"

    def hookline(self, namespace, options):
        # Only there does a live packet say which way it went.
        return super().hookline(namespace, options.replace('interfaces = ["veth0"]', 'interface = "any"'))


if __name__ == "__main__":
    support.main("openssl")
