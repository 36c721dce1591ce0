# SPDX-License-Identifier: MIT
"""Debian packages without installing them. apt does it, with folders of its own: it verifies the chain from the
archive's signature to each package, and knows the machine's mirror and proxy."""
import os
import pathlib
import platform
import re
import subprocess

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class Unavailable(Exception):
    """What can't be had here, and why: a reason to skip."""


def codename():
    return platform.freedesktop_os_release().get("VERSION_CODENAME", "unknown")


def _run(*command, env=None):
    result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env=env)
    if result.returncode != 0:
        raise Unavailable(f"{command[0]} {command[1]}: {(result.stderr or result.stdout).strip()}")
    return result.stdout


def _mirrors():
    """Where this machine has Debian from, and its security updates."""
    mirrors = {}
    for line in _run("apt-get", "indextargets", "--no-release-info", "--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)",
                     "Created-By: Packages").splitlines():
        release, component, uri = line.split(" ", 2)
        if component == "main":
            mirrors[release] = uri.rstrip("/")
    main = mirrors.get(codename())
    if not main:
        raise Unavailable(f"apt has no source for {codename()} main")
    return main, mirrors.get(f"{codename()}-security", f"{main}-security")


class Archive:
    """Some suites of the archive, as they are now."""

    def __init__(self, folder, *suites, installed="/dev/null"):
        """`folder` is for what apt keeps; `installed` says what it takes as installed: nothing, or a file of dpkg's."""
        main, security = _mirrors()
        (folder / "lists/partial").mkdir(parents=True)
        (folder / "archives/partial").mkdir(parents=True)
        self._folder = folder
        sources = folder / "sources.list"
        sources.write_text("".join(f"deb [signed-by={KEYRING}] {security if suite.endswith('-security') else main} "
                                   f"{suite} main\n" for suite in suites))
        self._options = []
        for option in (f"Dir::State::Lists={folder}/lists", f"Dir::State::status={installed}", f"Dir::Cache={folder}",
                       f"Dir::Cache::archives={folder}/archives", f"Dir::Etc::sourcelist={sources}",
                       "Dir::Etc::sourceparts=/dev/null", "Dir::Etc::preferences=/dev/null",
                       "Dir::Etc::preferencesparts=/dev/null", "APT::Default-Release=", "Acquire::Languages=none",
                       "Acquire::Check-Valid-Until=false",  # suites whose support has ended are not signed anew
                       "APT::Sandbox::User=root", "Debug::NoLocking=true"):
            self._options += ["-o", option]
        self._apt("apt-get", "update", "--error-on=any")

    def _apt(self, tool, command, *arguments):
        return _run(tool, command, "-q", *self._options, *arguments, env=os.environ | {"LC_ALL": "C"})

    def needs(self, name):
        """Names of the packages that `name` needs, and those need."""
        found = self._apt("apt-cache", "depends", "--recurse", "--important", name)
        return sorted(set(re.findall(r"^(\S+)$", found, re.MULTILINE)))

    def unpack(self, into, *names):
        """These packages alone, in their newest versions."""
        folder = self._folder / "alone"
        folder.mkdir()
        command = ["apt-get", "download", "-q", *self._options, *names]
        result = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode != 0:
            raise Unavailable(f"apt-get download {' '.join(names)}: {result.stdout.strip()}")
        _unpack_all(folder, into)

    def unpack_with_missing(self, into, *names):
        """These packages and all that they need and that is not installed."""
        self._apt("apt-get", "install", "-y", "--no-install-recommends", "--download-only", *names)
        _unpack_all(self._folder / "archives", into)


def _unpack_all(folder, into):
    for package in sorted(pathlib.Path(folder).glob("*.deb")):
        _run("dpkg-deb", "-x", package, into)
        package.unlink()
