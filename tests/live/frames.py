# SPDX-License-Identifier: MIT
"""Frames made in code, and sending them."""
import errno
import socket
import struct

SOURCE_MAC = bytes.fromhex("020000000001")
OTHER_MAC = bytes.fromhex("020000000002")  # nobody's: the stack drops it after tc has seen it


def ethernet(payload, ethertype=0x0800):
    return OTHER_MAC + SOURCE_MAC + struct.pack("!H", ethertype) + payload


def vlan(frame, vid, ethertype=0x8100):
    return frame[:12] + struct.pack("!HH", ethertype, vid) + frame[12:]


def ipv4(payload, protocol, source="192.0.2.1", destination="192.0.2.2", identification=0, fragment=0):
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), identification, fragment, 64, protocol, 0,
                         socket.inet_aton(source), socket.inet_aton(destination))
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + payload


def udp(source_port, destination_port, payload=b"x" * 20):
    return struct.pack("!HHHH", source_port, destination_port, 8 + len(payload), 0) + payload


def tcp(source_port, destination_port, payload):
    return struct.pack("!HHIIBBHHH", source_port, destination_port, 1, 1, 5 << 4, 0x10, 1000, 0, 0) + payload


def udp_frame(flow, payload=b"x" * 20):
    """Of flow number `flow`, up to 2^32 of them."""
    source = socket.inet_ntoa(struct.pack("!I", 0x0A000000 + flow // 60000))
    return ethernet(ipv4(udp(1000 + flow % 60000, 9, payload), 17, source))


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def send(device, frames):
    """Through a packet socket, in the namespace of the caller."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
        raw.bind((device, 0))
        for frame in frames:
            raw.send(frame)


def _send_until_taken(raw, frame):
    """A veth device says ENOBUFS of a frame for which the other end had no room: it has not arrived."""
    while True:
        try:
            return raw.send(frame)
        except OSError as error:
            if error.errno != errno.ENOBUFS:
                raise


def send_udp_flows(device, flows):
    """One frame for each flow; fast, by patching one frame."""
    frame = bytearray(udp_frame(0))
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
        raw.bind((device, 0))
        for flow in range(flows):
            struct.pack_into("!I", frame, 26, 0x0A000000 + flow // 60000)
            struct.pack_into("!H", frame, 34, 1000 + flow % 60000)
            _send_until_taken(raw, frame)
