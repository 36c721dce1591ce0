#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plugins built from nothing but the installed SDK load and work; so does what was installed along with it."""
import shutil
import unittest

from support import BUILD, CXX, HERE, HOOKLINE, SOURCE, WARNINGS, TestCase, run

CONFIG = """\
[host]
plugin_path = ["{plugins}"]
[capture.numbers]
plugin = "countdown"
from = 5
[sink.sum]
plugin = "tally"
[[pipeline]]
from = ["numbers"]
to = ["sum"]
"""


class InstalledSdk(TestCase):
    def setUp(self):
        super().setUp()
        self.prefix = self.folder / "prefix"
        self.run_well(["cmake", "--install", BUILD, "--prefix", self.prefix])
        # A copy, so that nothing of our own tree is found by a relative path.
        self.project = shutil.copytree(HERE / "sdk/outside", self.folder / "outside")

    def check_plugins(self, host, folder):
        listed = self.run_well([host, "plugins", "--plugin-path", folder]).stdout
        self.assertRegex(listed, r"(?m)^countdown +capture +2\.5 +Apache-2\.0 +counts down$")
        self.assertRegex(listed, r"(?m)^tally +sink +0\.1 +MIT +adds up$")
        ran = self.run_well([host, "--config", self.file("outside.toml", CONFIG.format(plugins=folder))])
        self.assertEqual(ran.stdout, "tally: 5 rows, 5 packets\n")
        self.assertEqual(ran.stderr.splitlines()[-1],
                         "ledger: seen 5 packets 500 bytes, delivered 5 500, filtered 0 0, lost 0 0")

    def test_with_cmake(self):
        build = self.folder / "build"
        self.run_well(["cmake", "-S", self.project, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}",
                       f"-DCMAKE_CXX_COMPILER={CXX}", "-DCMAKE_CXX_FLAGS=" + " ".join(WARNINGS)])
        self.run_well(["cmake", "--build", build, "--parallel", "2"])
        self.check_plugins(HOOKLINE, build)

        self.run_well(["cmake", "--install", build, "--prefix", self.prefix])
        installed = self.prefix / "lib/hookline/plugins"
        self.assertTrue((installed / "tally.so").is_file())
        self.check_plugins(self.prefix / "bin/hookline", installed)

    def test_with_a_compiler_alone(self):
        plugins = self.folder / "plugins"
        plugins.mkdir()
        for name in ("countdown", "tally"):
            self.run_well([CXX, "-std=c++20", *WARNINGS, "-shared", "-fPIC", "-I", self.prefix / "include",
                           self.project / f"{name}.cpp", "-o", plugins / f"{name}.so"])
        self.check_plugins(HOOKLINE, plugins)

    def test_with_pkg_config(self):
        found = run(["pkg-config", "--cflags", "hookline"], env={"PKG_CONFIG_PATH": f"{self.prefix}/lib/pkgconfig",
                                                                 "PATH": "/usr/bin:/bin"})
        self.assertEqual(found.returncode, 0, found.stderr)
        self.run_well([CXX, "-std=c++20", *found.stdout.split(), "-fsyntax-only", self.project / "tally.cpp"])

    def test_nothing_but_the_sdk_is_public(self):
        headers = sorted(p.relative_to(self.prefix) for p in (self.prefix / "include").rglob("*") if p.is_file())
        ours = sorted(p.relative_to(SOURCE / "core") for p in (SOURCE / "core/include").rglob("*") if p.is_file())
        self.assertEqual(headers, ours)
        self.assertEqual(list(self.prefix.rglob("*test*")), [])
        for name in ("gen", "record", "csink"):
            self.assertEqual(list(self.prefix.rglob(f"{name}.so")), [])

    def test_installed_plugins_are_found_by_the_installed_host(self):
        listed = self.run_well([self.prefix / "bin/hookline", "plugins"]).stdout
        for plugin in (self.prefix / "lib/hookline/plugins").glob("*.so"):
            self.assertRegex(listed, rf"(?m)^{plugin.stem} ")


if __name__ == "__main__":
    unittest.main(verbosity=2)
