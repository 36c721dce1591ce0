# SPDX-License-Identifier: MIT
"""DNS servers as one would not wish them: dns_server.py PORT silent|hostile|slow. Loopback only."""
import socket
import struct
import sys
import time

LONG = b"a" * 63
# Labels of the answers in turn: no host name among them.
HOSTILE = [[b"\x1b[2J\x1b]0;owned\x07", b"example"], [b"line\nbreak", b"example"], [b"no spaces", b"example"],
           [b"\xe2\x80\xaeexample", b"org"], [LONG, LONG, LONG, LONG], [b"nul\0byte", b"example"]]


def reply(question, labels):
    end = question.index(b"\0", 12) + 5
    name = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    header = question[:2] + struct.pack("!HHHHH", 0x8180, 1, 1, 0, 0)
    return header + question[12:end] + b"\xc0\x0c" + struct.pack("!HHIH", 12, 1, 300, len(name)) + name


def main(port, mode):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", port))
    print("bound", flush=True)
    asked = 0
    while True:
        question, peer = server.recvfrom(4096)
        if mode == "silent":
            continue
        if mode == "slow":
            time.sleep(0.01)
        labels = HOSTILE[asked % len(HOSTILE)] if mode == "hostile" else [b"host-%d" % asked, b"example"]
        asked += 1
        server.sendto(reply(question, labels), peer)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
