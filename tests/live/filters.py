# SPDX-License-Identifier: MIT
"""`filter` on real traffic. Rows are what tcpdump, asked with the same expression, finds in its own capture of that
traffic; what is rejected is a line of the ledger."""
import socket
import subprocess
import sys

import frames
import quiet_link
import support

PORT = 4242
# The first four bytes of every payload. Of TCP they lie in pages, outside the linear part of the kernel's packet.
WORD = b"hook"

_SERVER = """
import socket
server = socket.create_server(("0.0.0.0", %d))
print("up", flush=True)
while True:
    client, _ = server.accept()
    client.recv(800)
    client.sendall(b"line" * 25)
    client.close()
""" % PORT


def talk(address):
    """Five datagrams, and a connection with payload both ways."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        for number in range(5):
            udp.sendto(WORD + bytes(100 + number), (address, PORT))
    with socket.create_connection((address, PORT), timeout=10) as tcp:
        tcp.sendall(WORD * 200)
        while tcp.recv(1000):
            pass


def tagged_frames():
    """The kernel takes the outer tag out of a frame that it receives, and holds it beside."""
    plain = frames.ethernet(frames.ipv4(frames.udp(5000, PORT, WORD * 30), 17))
    other = frames.ethernet(frames.ipv4(frames.tcp(5000, PORT, WORD * 30), 6))
    return [frames.vlan(plain, 5), frames.vlan(plain, 0x6007), frames.vlan(other, 5), frames.vlan(frames.vlan(plain, 9), 5),
            frames.vlan(frames.vlan(other, 9), 5, 0x88A8)]


def packets_of(file, expression):
    """(packets, bytes) of a capture file, by tcpdump's own filter."""
    command = ["tcpdump", "-r", file, "-w", "-", expression]
    found = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    return support.pcap_total(found.stdout)


class FilterTest(quiet_link.QuietLink):
    capture_options = ()
    mode = ""

    def setUp(self):
        super().setUp()
        self.bring_up()
        server = self.far.start(self, sys.executable, "-c", _SERVER, stdout=subprocess.PIPE, text=True)
        server.stdout.readline()

    def traffic(self):
        self.near.run("ping", "-q", "-c", "3", "-i", "0.05", "10.77.0.2")
        self.far.run("ping", "-q", "-c", "2", "-i", "0.05", "fd77::1")
        self.near.call(talk, "10.77.0.2")
        self.far.call(frames.send, "veth0", tagged_frames())

    def run_filter(self, expression):
        """The report, and the file of what it saw."""
        file, end_capture = self.capture_file(self.near, "veth0", *self.capture_options)
        run = self.hookline(self.near, f"interfaces = [\"veth0\"]\nfilter = '{expression}'\n{self.mode}")
        self.traffic()
        report = run.stop()
        end_capture()
        self.assert_balanced(report)
        self.assert_clean(self.near, "veth0")
        return report, file

    def assert_as_tcpdump(self, *expressions):
        for expression in expressions:
            with self.subTest(expression=expression):
                report, file = self.run_filter(expression)
                everything, wanted = packets_of(file, ""), packets_of(file, expression)
                self.assertGreater(wanted[0], 0, "nothing to find")
                self.assertLess(wanted[0], everything[0], "nothing to reject")
                self.assertEqual(report.seen, everything)
                self.assertEqual(report.total(), wanted)
                rejected = tuple(all_of_it - part for all_of_it, part in zip(everything, wanted))
                self.assertEqual(report.amount("filtered", "filter"), rejected)
