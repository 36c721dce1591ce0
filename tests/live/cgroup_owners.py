#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whose the traffic is: each packet is that of the process which uses the socket, exactly."""
import os
import socket
import sys
import time

import cgroup_members as members
from cgroup_members import FAR, NEAR, TCP4, UDP4, step


def connected_udp():
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.settimeout(10)
    made.connect((FAR, 9000))
    return made


def talk(channel, count, size):
    step(channel)
    members.set_name("talker")
    with connected_udp() as made:
        members.exchange(made, count, size)
    step(channel)


def open_then_talk(channel, count, size):
    made = connected_udp()
    step(channel)
    members.exchange(made, count, size)
    step(channel)


def talk_in_two(channel):
    """Parent and child use one socket, in turn."""
    made = connected_udp()
    step(channel)
    members.exchange(made, 3, 100)
    child = os.fork()
    if child == 0:
        members.exchange(made, 5, 200)
        os._exit(0)
    os.waitpid(child, 0)
    members.exchange(made, 7, 300)
    channel.send(str(child).encode())
    channel.recv(1)


def talk_and_pass(channel, other, kind):
    made = connected_udp() if kind == "udp" else socket.create_connection((FAR, 8000), 10)
    step(channel)
    members.exchange(made, 11, 100)
    socket.send_fds(other, [b"x"], [made.fileno()])
    made.close()
    step(channel)


def take_and_talk(channel, other):
    step(channel)
    descriptor = socket.recv_fds(other, 10, 1)[1][0]
    made = socket.socket(fileno=descriptor)
    made.settimeout(10)
    members.exchange(made, 13, 50)
    step(channel)


def talk_exec_talk(channel):
    members.set_name("before")
    made = connected_udp()
    step(channel)
    members.exchange(made, 4, 100)
    made.set_inheritable(True)
    channel.set_inheritable(True)
    script = (f"import socket; s = socket.socket(fileno={made.fileno()}); c = socket.socket(fileno={channel.fileno()})\n"
              "s.settimeout(10)\n"
              "open('/proc/self/comm', 'w').write('after')\n"
              "for _ in range(6):\n    s.send(bytes(10)); s.recv(100)\n"
              "c.send(b'done'); c.recv(1)")
    os.execv(sys.executable, ["python3", "-c", script])


def tcp_echo(channel, address, port):
    listener = socket.create_server((address, port))
    channel.send(b"done")
    while True:
        serve(listener.accept()[0])


def serve(made):
    while data := made.recv(65535):
        made.sendall(data)
    made.close()


def listen(channel, how):
    """Accepts one connection, and answers as `how` says."""
    listener = socket.create_server((NEAR, 8080))
    step(channel)
    if how == "prefork":
        child = os.fork()
        if child:
            os.waitpid(child, 0)
        else:
            serve(listener.accept()[0])
            os._exit(0)
    else:
        made = listener.accept()[0]
        child = os.fork() if how == "fork" else 0
        if not child:
            serve(made)
        if how == "fork" and not child:
            os._exit(0)
        made.close()
        if child:
            os.waitpid(child, 0)
    channel.send(str(child).encode())
    channel.recv(1)


def ask(channel, count, size):
    """A client that ends the connection in such a way that all packets are of full sockets, none of one in TIME_WAIT."""
    step(channel)
    made = socket.create_connection((NEAR, 8080), 10)
    time.sleep(0.1)  # data that overtakes the ACK on another CPU is of the listening socket, too
    members.exchange(made, count, size)
    made.shutdown(socket.SHUT_WR)
    made.recv(1)
    made.close()
    step(channel)


class Owners(members.TestCase):
    def echo(self):
        self.stranger(members.echo, FAR, 9000).wait_for()

    def assert_udp(self, report, pid, count, size, **wanted):
        for direction in ("in", "out"):
            found = report.total(pid=pid, direction=direction, proto="UDP", **wanted)
            self.assertEqual(found, (count, count * (UDP4 + size)), f"{direction} of {pid}: {report.rows}")

    def test_a_process(self):
        self.echo()
        run = self.watch()
        process = self.member(talk, 7, 100).wait_for()
        report = (process.go(), self.finish(run))[1]
        self.assert_udp(report, process.pid, 7, 100, comm="talker", cgroup=self.cgroup.name, uid=0)
        self.assertEqual(report.total(), (14, 14 * (UDP4 + 100)))

    def test_opened_before_the_start(self):
        self.echo()
        process = self.member(open_then_talk, 9, 60).wait_for()
        run = self.watch()
        process.go()
        self.assert_udp(self.finish(run), process.pid, 9, 60, cgroup=self.cgroup.name)

    def test_parent_and_child_share_a_socket(self):
        self.echo()
        run = self.watch()
        process = self.member(talk_in_two).wait_for()
        process.say()
        child = int(process.channel.recv(100))
        report = self.finish(run)
        for direction in ("in", "out"):
            self.assertEqual(report.total(pid=child, direction=direction), (5, 5 * (UDP4 + 200)))
            self.assertEqual(report.total(pid=process.pid, direction=direction),
                             (10, 3 * (UDP4 + 100) + 7 * (UDP4 + 300)))

    def passed(self, kind):
        run = self.watch()
        left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        giver = self.member(talk_and_pass, left, kind).wait_for()
        taker = self.member(take_and_talk, right).wait_for()
        left.close(), right.close()
        giver.go()
        taker.go()
        return giver.pid, taker.pid, self.finish(run)

    def test_a_passed_socket(self):
        self.echo()
        giver, taker, report = self.passed("udp")
        self.assert_udp(report, giver, 11, 100)
        self.assert_udp(report, taker, 13, 50)

    def test_a_passed_connection(self):
        self.stranger(tcp_echo, FAR, 8000).wait_for()
        giver, taker, report = self.passed("tcp")
        packets, size = report.total(pid=taker, direction="out")
        self.assertEqual(size - TCP4 * packets, 13 * 50)
        self.assertEqual(report.total(pid=taker, direction="in")[0] > 0, True)
        packets, size = report.total(pid=giver, direction="out")
        self.assertEqual(size - TCP4 * packets, 11 * 100 + 8, "a SYN has 8 bytes more of options")

    def test_exec(self):
        self.echo()
        run = self.watch()
        process = self.member(talk_exec_talk).wait_for()
        process.go()
        report = self.finish(run)
        self.assert_udp(report, process.pid, 4, 100, comm="before")
        self.assert_udp(report, process.pid, 6, 10, comm="after")

    def accepted(self, how, watch_late=False):
        run = None if watch_late else self.watch()
        server = self.member(listen, how).wait_for()
        run = run or self.watch()
        before = self.near.link("veth0")
        server.say()
        self.stranger(ask, 20, 1000).wait_for().go()
        child = int(server.channel.recv(100))
        report = self.finish(run)
        self.assert_wire(report, before)
        self.assertEqual({row["pid"] for row in report.rows}, {server.pid, child} - {0})
        if child:  # SYN and ACK, SYN-ACK: of the listening socket
            self.assertEqual(report.total(pid=server.pid, direction="in")[0], 2)
            self.assertEqual(report.total(pid=server.pid, direction="out")[0], 1)
        return report

    def test_accepted(self):
        self.accepted("alone")

    def test_accepted_and_given_to_a_child(self):
        self.accepted("fork")

    def test_accepted_by_a_worker(self):
        self.accepted("prefork")

    def test_accepted_on_a_socket_of_before_the_start(self):
        self.accepted("fork", watch_late=True)


if __name__ == "__main__":
    members.main()
