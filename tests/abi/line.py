#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The real host with the test plugins: all three kinds of stream from end to end, and what plugins do wrong is named in
an error while the rest goes on."""
import re
import time
import unittest

from support import HOOKLINE, TEST_PLUGINS, TestCase, run

HOST = f"""\
[host]
plugin_path = ["{TEST_PLUGINS}"]
tick = "20ms"
open_timeout = "500ms"
shutdown_timeout = "1s"
"""
# What three ticks of five rows on each stream amount to (see gen.cpp).
FLOW_PACKETS = 3 * 15
EVENTS = 3 * 5
PACKET_BYTES = 3 * (5 * 60 + 10)


def section(kind, name, plugin, **options):
    lines = [f"[{kind}.{name}]", f'plugin = "{plugin}"']
    for key, value in options.items():
        shown = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
        lines.append(f"{key} = {shown or (value if isinstance(value, (int, list)) else chr(34) + str(value) + chr(34))}")
    return "\n".join(lines) + "\n"


def pipeline(sources, sinks, **more):
    text = f"[[pipeline]]\nfrom = {sources}\nto = {sinks}\n"
    return text + "".join(f"{key} = {value}\n" for key, value in more.items())


def parse(row):
    return {key: value.strip('"') for key, value in re.findall(r'(\w+)=("(?:[^"\\]|\\.)*"|\S*)', row)}


class Recording:
    """What the sink `record` wrote down: (call, its words, its rows)."""

    def __init__(self, path):
        self.calls = []
        for line in path.read_text().splitlines() if path.exists() else []:
            call, _, words = line.partition(" ")
            if call == "row":
                self.calls[-1][2].append(parse(words))
            else:
                self.calls.append((call, parse(words), []))

    def names(self):
        return [call for call, _, _ in self.calls]

    def rows(self, stream):
        return [row for call, words, rows in self.calls if words.get("stream") == stream for row in rows]

    def flags(self, stream):
        return [words["flags"] for _, words, _ in self.calls if words.get("stream") == stream]


class LineCase(TestCase):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "rows.txt"

    def go(self, *parts, status=0, host=""):
        result = run([HOOKLINE, "--config", self.file("line.toml", HOST + host + "".join(parts))], timeout=60)
        if status is not None:
            self.assertEqual(result.returncode, status, result.stderr)
        self.assertNotIn("terminate called", result.stderr)
        self.errors = result.stderr
        self.ledger = result.stderr.splitlines()[-1]
        return Recording(self.path)

    def gen(self, name="good", plugin="gen", **options):
        if plugin == "gen":
            options = {"rows": 5, "ticks": 3} | options
        return section("capture", name, plugin, **options)

    def record(self, name="out", **options):
        return section("sink", name, "record", **({"path": self.path} | options))

    def assert_whole(self, recording):
        """Everything of the one good capture is there."""
        self.assertEqual(sum(int(row["packets"]) for row in recording.rows("flow")), FLOW_PACKETS)
        self.assertEqual(len(recording.rows("tcp_event")), EVENTS)
        self.assertEqual(sum(int(row["bytes"]) for row in recording.rows("packet")), PACKET_BYTES)
        self.assertEqual(recording.names()[-1], "close")

    def assert_named(self, who, *words):
        """One error line names the plugin's instance and has these words."""
        lines = [line for line in self.errors.splitlines() if who in line and not line.startswith("ledger:")]
        self.assertTrue(any(all(word in line for word in words) for line in lines), self.errors)


class EveryKindOfStream(LineCase):
    def test_all_rows_of_all_kinds_arrive(self):
        got = self.go(self.gen(), self.record(), pipeline(["good"], ["out"]))
        self.assert_whole(got)
        packets, size = FLOW_PACKETS + 2 * EVENTS, FLOW_PACKETS * 100 + PACKET_BYTES
        self.assertEqual(self.ledger, f"ledger: seen {packets} packets {size} bytes, delivered {packets} {size}, "
                                      "filtered 0 0, lost 0 0")
        self.assertEqual(got.names()[0], "open")
        self.assertEqual(got.names().count("close"), 1)
        self.assertIn("flush", got.names())

    def test_a_table_is_added_up_and_reported_once(self):
        got = self.go(self.gen(), self.record(), pipeline(["good"], ["out"]))
        rows = got.rows("flow")
        self.assertEqual(len(rows), 5)
        self.assertEqual([int(row["packets"]) for row in rows], [15, 12, 9, 6, 3])
        top = rows[0]
        self.assertEqual((top["bytes"], top["proto"], top["src_addr"], top["src_port"], top["dst_addr"],
                          top["dst_port"], top["direction"], top["interface"], top["tcp_flags"]),
                         ("1500", "TCP", "10.0.0.5", "1028", "10.255.255.1", "443", "in", "gen0", "SYN|ACK"))
        self.assertNotIn("vlan", top)
        self.assertIn("begin", got.flags("flow")[0])
        self.assertIn("end,final", got.flags("flow")[-1])

    def test_events_and_packets_pass_as_they_are(self):
        got = self.go(self.gen(rows=4, ticks=1), self.record(), pipeline(["good"], ["out"]))
        self.assertEqual(got.rows("tcp_event")[:2], [
            {"time": "1700000000000000000", "src_addr": "10.0.0.1", "dst_addr": "fd00::1", "reason": "reset by peer",
             "state": "ESTABLISHED", "retransmitted": "0", "command": "curl"},
            {"time": "1700000000000000000", "src_addr": "10.0.0.2", "dst_addr": "fd00::1",
             "reason": 'timed out, \\"again\\"\\n', "state": "CLOSE", "retransmitted": "1", "command": "curl"}])
        self.assertEqual([(row["bytes"], row["src_mac"], row["ethertype"], row["data"]) for row in got.rows("packet")],
                         [("60", "02:00:00:00:00:00", "2048", ""), ("61", "02:00:00:00:00:01", "2048", "00"),
                          ("62", "02:00:00:00:00:02", "2048", "0001"), ("63", "02:00:00:00:00:03", "2048", "0001ff")])

    def test_group_by_top_and_where(self):
        got = self.go(self.gen(streams=["flow"], rows=6), self.record(),
                      pipeline(["good"], ["out"], group_by=["proto"], where='{ src_port = "1025-1029" }'))
        self.assertEqual({row["proto"]: row["packets"] for row in got.rows("flow")}, {"UDP": "36", "TCP": "24"})
        self.assertIn("delivered 60 6000, filtered 3 300, lost 0 0", self.ledger)
        self.path.unlink()
        got = self.go(self.gen(streams=["flow"]), self.record(), pipeline(["good"], ["out"], top=2))
        rows = got.rows("flow")
        self.assertEqual([row["packets"] for row in rows], ["15", "12", "18"])
        self.assertIn(rows[2]["other"], ("1", "true"))

    def test_many_rows_of_every_kind(self):
        rows = 20_000
        self.go(self.gen(rows=rows, ticks=2), self.record(rows=False), pipeline(["good"], ["out"]))
        packets = 2 * (rows * (rows + 1) // 2 + 2 * rows)
        self.assertRegex(self.ledger, rf"seen {packets} packets (\d+) bytes, delivered {packets} \1, filtered 0 0, lost")

    def test_a_sink_in_plain_c(self):
        self.go(self.gen(), section("sink", "c", "csink", path=self.path), pipeline(["good"], ["c"]))
        counts = {}
        for line in self.path.read_text().splitlines():
            counts[line.split()[0]] = counts.get(line.split()[0], 0) + int(line.split()[1])
        self.assertEqual(counts, {"flow": 5, "tcp_event": EVENTS, "packet": EVENTS})

    def test_services_of_the_host(self):
        got = self.go(section("capture", "served", "services"), self.record(), pipeline(["served"], ["out"]))
        self.assertEqual(sorted(row["service"] for row in got.rows("served")), ["blocking", "timer", "wake", "watch"])

    def test_acknowledged_later(self):
        for mode in ("now", "timer", "thread"):
            with self.subTest(mode=mode):
                self.go(self.gen(), section("sink", "late", "acker", mode=mode), pipeline(["good"], ["late"]))
                self.assertRegex(self.errors, r"ledger: sink late: offered 35 rows, delivered 35, dropped 0")


class Captures(LineCase):
    """A capture that misbehaves is named; the good one next to it loses nothing."""

    def beside(self, bad, *words, status=1, named=True):
        got = self.go(self.gen(), bad, self.record(), section("sink", "void", "csink", path=self.folder / "void"),
                      pipeline(["good"], ["out"]), pipeline(["bad"], ["void"]), status=status)
        self.assert_whole(got)
        if named:
            self.assert_named("capture bad", *words)

    def test_that_throw(self):
        for function in ("start", "drain", "stop"):
            with self.subTest(function=function):
                self.path.unlink(missing_ok=True)
                self.beside(self.gen("bad", misbehave=f"throw_{function}"), *(
                    [function] if function == "stop" else [f"gen: asked to throw_{function}"]),
                    status=0 if function == "stop" else 1, named=function != "stop")

    def test_that_throw_through_the_c_boundary(self):
        for function in ("start", "drain", "stop", "destroy"):
            with self.subTest(function=function):
                self.path.unlink(missing_ok=True)
                got = self.go(self.gen(), self.gen("bad", "raw_capture", throw_in=function), self.record(),
                              pipeline(["good", "bad"], ["out"]), status=0 if function == "destroy" else 1)
                self.assert_whole(got)
                self.assert_named("capture bad", function, "threw")

    def test_that_throw_in_create_end_the_start(self):
        for plugin, options in (("gen", {"misbehave": "throw_create"}), ("raw_capture", {"throw_in": "create"})):
            with self.subTest(plugin=plugin):
                result = run([HOOKLINE, "--config", self.file("create.toml", HOST + self.gen("bad", plugin, **options) +
                                                              self.record() + pipeline(["bad"], ["out"]))])
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertIn("capture.bad", result.stderr)

    def test_that_emit_garbage(self):
        for how in ("garbage_rows", "bad_stride", "bad_stream", "null_rows"):
            with self.subTest(how=how):
                self.path.unlink(missing_ok=True)
                self.beside(self.gen("bad", misbehave=how), "malformed")
                self.assertRegex(self.errors, r"ledger: capture bad: lost malformed \d+ packets")

    def test_that_return_what_is_no_status(self):
        self.beside(self.gen("bad", misbehave="bad_status"), "77")

    def test_that_are_ready_later(self):
        self.beside(self.gen("bad", misbehave="retry_start", on_start_error="retry"), status=0, named=False)
        self.assertIn("gen: not ready yet", self.errors)

    def test_that_lose_say_so(self):
        self.beside(self.gen("bad", misbehave="lost"), status=0, named=False)
        self.assertIn("ledger: capture bad: lost ring_full 15 packets 1500 bytes", self.errors)
        self.assertTrue(self.ledger.endswith("lost 15 1500"), self.ledger)

    def test_that_do_not_add_up_are_found_out(self):
        self.beside(self.gen("bad", misbehave="unbalanced"), "does not balance")


class Sinks(LineCase):
    """A sink that misbehaves is named; the good one on the same pipeline gets every row."""

    def beside(self, bad, *words, status=1):
        self.path.unlink(missing_ok=True)
        started = time.monotonic()
        got = self.go(self.gen(), self.record(), bad, pipeline(["good"], ["out", "bad"]), status=status)
        self.assert_whole(got)
        if words:
            self.assert_named("sink bad", *words)
        return time.monotonic() - started

    def bad(self, **options):
        return self.record("bad", path=self.folder / "bad.txt", **options)

    def test_that_throw(self):
        for function in ("open", "write", "flush", "close"):
            with self.subTest(function=function):
                self.beside(self.bad(misbehave=f"throw_{function}"), f"record: asked to throw_{function}")

    def test_that_throw_through_the_c_boundary(self):
        for function in ("open", "write", "flush", "close", "destroy"):
            with self.subTest(function=function):
                self.beside(section("sink", "bad", "raw_sink", throw_in=function), function, "threw",
                            status=0 if function == "destroy" else 1)

    def test_that_never_return(self):
        for function in ("open", "write", "close"):
            with self.subTest(function=function):
                took = self.beside(self.bad(misbehave=f"hang_{function}"), "has not returned")
                self.assertLess(took, 20)

    def test_that_never_open_are_named_while_the_rest_runs(self):
        # Past open_timeout, so that the complaint is not that of the shutdown.
        self.go(self.gen(ticks=0), self.record(), self.bad(misbehave="hang_open"), pipeline(["good"], ["out", "bad"]),
                host='duration = "1s"\n', status=1)
        self.assert_named("sink bad", "open has not returned after 500ms", "the rest goes on")
        self.assertRegex(self.ledger, r"seen (\d+) packets (\d+) bytes, delivered \1 \2, filtered 0 0, lost 0 0")
        self.assertRegex(self.errors, r"ledger: sink out: offered (\d+) rows, delivered \1, dropped 0")

    def test_that_take_a_few_rows_at_a_time(self):
        self.beside(self.bad(take=3), status=0)
        self.assert_whole(Recording(self.folder / "bad.txt"))

    def test_that_want_it_again(self):
        for how in ("retry_write", "retry_open"):
            with self.subTest(how=how):
                (self.folder / "bad.txt").unlink(missing_ok=True)
                self.go(self.gen(ticks=0), self.record(), self.bad(misbehave=how, on_start_error="retry"),
                        pipeline(["good"], ["out", "bad"]), host='duration = "2s"\n')
                self.assert_named("sink bad", "not ready" if "open" in how else "again")
                self.assertRegex(self.errors, r"ledger: sink bad: offered (\d+) rows, delivered \1, dropped 0")

    def test_that_refuse_rows(self):
        self.beside(self.bad(misbehave="fail_write"), "record: does not want these rows", "sink_error")
        self.assertRegex(self.errors, r"ledger: sink bad: offered 35 rows, delivered 0, dropped 35")
        self.beside(self.bad(misbehave="fail_after", take=1), "record: does not want the rest")

    def test_that_claim_more_than_there_was(self):
        self.beside(self.bad(misbehave="overtake"), "write took")
        self.beside(section("sink", "bad", "acker", mode="too_many"), status=0)
        self.assertRegex(self.errors, r"ledger: sink bad: offered 35 rows, delivered 35, dropped 0")

    def test_that_never_acknowledge(self):
        self.beside(section("sink", "bad", "acker", mode="never"), "never acknowledged")
        self.assertRegex(self.errors, r"ledger: sink bad: .*pending 35")
        self.beside(section("sink", "bad", "acker", mode="refuse"), "its peer refused 35 rows")
        self.assertRegex(self.errors, r"ledger: sink bad: offered 35 rows, delivered 0, dropped 35")

    def test_that_are_slow_hold_up_nobody(self):
        took = self.beside(self.bad(delay="50ms"), status=0)
        self.assertLess(took, 20)


class Files(TestCase):
    """Plugin files that are broken, met by the real host."""

    def test_five_hundred_truncated_plugins(self):
        whole = (TEST_PLUGINS / "gen.so").read_bytes()
        lengths = sorted({len(whole) * i // 500 for i in range(500)})
        for length in lengths:
            (self.folder / f"gen{length}.so").write_bytes(whole[:length])
        listed = self.run_well([HOOKLINE, "plugins", "--plugin-path", self.folder]).stdout
        for length in lengths:
            self.assertIn(f"plugin {self.folder}/gen{length}.so: is ", listed)
        for length in lengths[::25] + [len(whole) - 1]:
            plugin = self.folder / "cut.so"
            plugin.write_bytes(whole[:length])
            config = self.file("cut.toml", section("capture", "cut", plugin) +
                               section("sink", "out", TEST_PLUGINS / "record.so", path="/dev/null") +
                               pipeline(["cut"], ["out"]))
            result = run([HOOKLINE, "--config", config])
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertRegex(result.stderr, rf"cut.toml:\d+:\d+: capture\.cut: plugin {plugin}: is ")

    def test_plugins_that_end_or_stop_the_process_are_listed_with_what_they_did(self):
        listed = self.run_well([HOOKLINE, "plugins", "--plugin-path", TEST_PLUGINS]).stdout
        self.assertIn(f"{TEST_PLUGINS}/crash_on_load.so: crashed with SIGSEGV while loading", listed)
        self.assertIn(f"{TEST_PLUGINS}/hang_on_load.so: takes longer than", listed)
        self.assertIn(f"{TEST_PLUGINS}/exit_on_load.so: ended the process with status 0 while loading", listed)
        self.assertNotIn("was here", listed)
        self.assertRegex(listed, r"(?m)^gen +capture +1\.0 +MIT +rows that a test can predict$")


if __name__ == "__main__":
    unittest.main(verbosity=2)
