# SPDX-License-Identifier: MIT
"""Application protocols and server names of real connections, in both directions, of a server here and of a client
here: what is sent locally lies outside the linear part of its packets."""
import http.client
import http.server
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

import netns
import support

HTTP, TLS, OTHER = 8080, 8443, 9000
ANSWER = b"x" * 100_000


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


def certificate(folder):
    key, crt = folder / "key.pem", folder / "crt.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", crt, "-days", "2", "-subj", "/CN=test.example"], check=True,
                   capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, key)
    return context


def serve(folder, ready=lambda: print("serving", flush=True)):
    """HTTP, the same over TLS, and a port that answers bytes of no protocol."""
    plain = http.server.ThreadingHTTPServer(("0.0.0.0", HTTP), Answer)
    secure = http.server.ThreadingHTTPServer(("0.0.0.0", TLS), Answer)
    secure.socket = certificate(pathlib.Path(folder)).wrap_socket(secure.socket, server_side=True)
    other = socket.create_server(("0.0.0.0", OTHER))
    for server in (plain, secure):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    ready()
    while True:
        peer, _ = other.accept()
        peer.recv(65536)
        peer.sendall(bytes([0xb7]) * 2000)
        peer.close()


def ask(address):
    client = http.client.HTTPConnection(address, HTTP, timeout=10)
    client.request("GET", "/", headers={"Host": "Plain.Example:8080"})
    assert client.getresponse().read() == ANSWER
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with context.wrap_socket(socket.create_connection((address, TLS), 10), server_hostname="secure.example") as secure:
        secure.sendall(b"GET / HTTP/1.0\r\n\r\n")
        while secure.recv(65536):
            pass
    with socket.create_connection((address, OTHER), 10) as other:
        other.sendall(bytes([0xa5]) * 3000)
        while other.recv(65536):
            pass


def row_of(report, **wanted):
    found = [row for row in report.rows if all(row.get(key) == value for key, value in wanted.items())]
    assert len(found) == 1, (wanted, report.rows)
    return found[0]


class LabelCases:
    """For tests of one hook: `options` of its capture."""

    directions = ("in", "out")

    def setUp(self):
        self.near, self.far = netns.Namespace(self), netns.Namespace(self)
        netns.veth(self.near, self.far)
        for namespace, address in ((self.near, "192.0.2.1/24"), (self.far, "192.0.2.2/24")):
            namespace.run("ip", "addr", "add", address, "dev", "veth0")
            netns.up(namespace, "veth0")

    def serve(self, namespace):
        folder = tempfile.mkdtemp(prefix="hookline-live-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        server = namespace.start(self, sys.executable, "-B", os.path.abspath(__file__), "serve", folder,
                                 stdout=subprocess.PIPE, text=True)
        self.assertEqual(server.stdout.readline(), "serving\n")

    def report(self, server, client, address, options=""):
        self.serve(server)
        run = self.hookline(self.near, 'interfaces = ["veth0"]\n' + options)
        client.run(sys.executable, "-B", os.path.abspath(__file__), "ask", address)
        report = run.stop()
        self.assert_balanced(report)
        return report

    def check(self, report, has_names):
        for direction in self.directions:
            for port, label, name in ((HTTP, "HTTP", "plain.example"), (TLS, "TLS", "secure.example"),
                                      (OTHER, None, None)):
                side = self.server_side(direction)
                row = row_of(report, proto="TCP", direction=direction, **{side: port})
                said = row.get("appProto"), row.get("serverName")
                self.assertEqual(said, (label, name if has_names else None), row)

    def test_client_here(self):
        self.server_side = {"in": "srcPort", "out": "dstPort"}.get
        # Of what the server says alone, nobody knows whom the client asked for.
        self.check(self.report(self.far, self.near, "192.0.2.2"), "out" in self.directions)

    def test_server_here(self):
        self.server_side = {"in": "dstPort", "out": "srcPort"}.get
        self.check(self.report(self.near, self.far, "192.0.2.1"), True)

    def test_no_names(self):
        report = self.report(self.near, self.far, "192.0.2.1", "server_names = false")
        self.assertEqual(row_of(report, direction="in", dstPort=HTTP).get("appProto"), "HTTP")
        self.assertEqual([row for row in report.rows if "serverName" in row], [])

    def test_no_labels(self):
        report = self.report(self.near, self.far, "192.0.2.1", "labels = false")
        self.assertEqual([row for row in report.rows if "serverName" in row or "appProto" in row], [])


if __name__ == "__main__":
    {"serve": serve, "ask": ask}[sys.argv[1]](sys.argv[2])
