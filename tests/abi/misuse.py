#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What an author can get wrong fails to compile, for the reason meant; each SDK header compiles on its own."""
import re
import shutil
import unittest

from support import CC, CXX, HERE, SOURCE, WARNINGS, TestCase, run

INCLUDE = SOURCE / "core/include"
CPP = ["-std=c++20", *WARNINGS, "-fsyntax-only", "-I", INCLUDE]
C = ["-std=c99", *WARNINGS, "-fsyntax-only", "-I", INCLUDE]


class Misuse(TestCase):
    def test_the_sound_one_compiles(self):
        self.run_well([CXX, *CPP, HERE / "misuse/sound.cpp"])

    def test_each_mistake_is_refused_for_its_reason(self):
        mistakes = sorted(set((HERE / "misuse").glob("*.cpp")) - {HERE / "misuse/sound.cpp"})
        self.assertGreaterEqual(len(mistakes), 10)
        for file in mistakes:
            with self.subTest(file=file.name):
                reason = re.match(r"// expect: (.*)\n", file.read_text()).group(1)
                result = run([CXX, *CPP, file])
                self.assertNotEqual(result.returncode, 0, "it compiles")
                self.assertRegex(result.stderr, r"error: ")
                self.assertIn(reason, result.stderr)


class Headers(TestCase):
    def compilers(self, ours, other):
        return [ours] + [shutil.which(other)] * (shutil.which(other) is not None)

    def test_each_compiles_alone_as_cpp(self):
        for header in sorted((INCLUDE / "hookline").iterdir()):
            for compiler in self.compilers(CXX, "clang++-19"):
                with self.subTest(header=header.name, compiler=compiler):
                    file = self.file("alone.cpp", f"#include <hookline/{header.name}>\n")
                    self.run_well([compiler, *CPP, "-Wno-unused-const-variable", file])

    def test_each_h_compiles_alone_as_c(self):
        for header in sorted((INCLUDE / "hookline").glob("*.h")):
            for compiler in self.compilers(CC, "clang-19"):
                with self.subTest(header=header.name, compiler=compiler):
                    file = self.file("alone.c", f"#include <hookline/{header.name}>\n")
                    self.run_well([compiler, *C, "-Wno-unused-const-variable", file])


if __name__ == "__main__":
    unittest.main(verbosity=2)
