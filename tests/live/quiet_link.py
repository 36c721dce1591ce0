# SPDX-License-Identifier: MIT
"""Two namespaces with a link on which nothing is sent but what a test sends, and every packet is a frame."""
import subprocess
import time

import netns
import support


class QuietLink(support.TestCase):
    mtu = 1500

    def setUp(self):
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        netns.veth(self.near, self.far, mtu=self.mtu)
        for namespace in (self.near, self.far):
            netns.set_offloads(namespace, "veth0", "off")

    def bring_up(self):
        """And quiet: what the kernel sends on its own, when it likes, would come between two readings."""
        mac = {}
        for namespace in (self.far, self.near):
            namespace.sysctl("net.ipv4.neigh.veth0.mcast_solicit", 1)
            namespace.sysctl("net.ipv6.conf.veth0.router_solicitations", 0)
            namespace.sysctl("net.ipv6.conf.veth0.addr_gen_mode", 1)  # no link-local address
            netns.up(namespace, "veth0")
            mac[namespace] = namespace.link("veth0")["address"]
        for namespace, number, peer, other in ((self.near, 1, self.far, 2), (self.far, 2, self.near, 1)):
            netns.wait_for_carrier(namespace, "veth0")
            netns.add_addresses(namespace, "veth0", f"10.77.0.{number}/24", f"fd77::{number}/64")
            for address in (f"10.77.0.{other}", f"fd77::{other}"):
                namespace.run("ip", "neigh", "replace", address, "lladdr", mac[peer], "dev", "veth0")
        time.sleep(2.5)  # the reports of multicast groups (RFC 3810) are out

    def traffic(self):
        self.near.run("ping", "-q", "-c", "7", "-i", "0.05", "10.77.0.2")
        self.near.run("ping", "-q", "-c", "11", "-i", "0.05", "-s", "1200", "fd77::2")
        self.near.run("ping", "-q", "-c", "1", "-W", "1", "10.77.0.99", check=False)  # nobody's: one ARP request
        server = self.far.start(self, "iperf3", "--server", "--bind", "10.77.0.2", stdout=subprocess.DEVNULL)
        time.sleep(0.5)
        # A small window, so that the receiver's backlog never drops what the hook has counted.
        client = ("iperf3", "--client", "10.77.0.2", "--window", "64K", "--connect-timeout", "5000")
        self.near.run(*client, "--bytes", "20M")
        self.near.run(*client, "--bytes", "20M", "--reverse")
        self.near.run("iperf3", "--client", "10.77.0.2", "--udp", "--bitrate", "20M", "--bytes", "2M")
        server.kill()

    def counters(self):
        link = self.near.link("veth0")
        return [(link[way]["packets"], link[way]["bytes"]) for way in ("rx", "tx")]
