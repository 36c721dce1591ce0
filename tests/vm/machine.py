# SPDX-License-Identifier: MIT
"""A VM from start to end. Runs as the first process of mount and PID namespaces of its own (see vm.py): what it starts,
mounts and writes is gone when it ends, however it ends."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

import console
import guest
import shared

TIME_IS_UP = 124
NO_STATUS = 125

_RUN = pathlib.Path("/run/hookline-vm")
# qemu without what makes emulation slow: with erms and fsrm the kernel copies byte by byte.
_CPU = "max,la57=off,-erms,-fsrm,-smap,-smep,-pcid"
# nowatchdog: where the machine is busy, all of the guest stands still, which is no soft lockup.
_KERNEL_ARGUMENTS = ("console=ttyS0 loglevel=5 panic=-1 nowatchdog mitigations=off tsc=reliable no_timer_check "
                     "cryptomgr.notests")


def _file_server(job, tag, source, *options):
    """A virtiofsd; returns qemu's options for it."""
    server = subprocess.Popen([job["virtiofsd"], *shared.server_options(source, f"{tag}.socket"), *options],
                              env=os.environ | job["environment"], stdin=subprocess.DEVNULL,
                              stdout=open("virtiofsd.log", "a"), stderr=subprocess.STDOUT)
    while not pathlib.Path(f"{tag}.socket").exists():
        if server.poll() is not None:
            said = pathlib.Path("virtiofsd.log").read_text()
            print(f"script/vm: virtiofsd for {source} has ended: {said}", file=sys.stderr)
            sys.exit(NO_STATUS)
        time.sleep(0.01)
    return ["-chardev", f"socket,id={tag},path={tag}.socket",
            "-device", f"vhost-user-fs-pci,queue-size=1024,chardev={tag},tag={tag}"]


class Relay(threading.Thread):
    """What comes out of one of the guest's ports goes to a descriptor of ours as it comes."""

    def __init__(self, target):
        super().__init__(daemon=True)
        self._reader, self.writer = os.pipe()
        self._target = target

    def begin(self):
        os.close(self.writer)  # qemu has it
        self.start()

    def run(self):
        while chunk := os.read(self._reader, 65536):
            try:
                while chunk:
                    chunk = chunk[os.write(self._target, chunk):]
            except BrokenPipeError:
                os._exit(128 + signal.SIGPIPE)


def _qemu(job, relays, shares):
    command = [job["qemu"], *job["firmware"], "-accel", "tcg,thread=multi", "-cpu", _CPU,
               "-M", "pc,memory-backend=memory", "-smp", str(job["cpus"]), "-m", str(job["memory"]),
               "-object", f"memory-backend-memfd,id=memory,size={job['memory']}M,share=on",
               "-kernel", job["image"], "-initrd", "initramfs", "-append", _KERNEL_ARGUMENTS,
               "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
               "-serial", "file:console", "-device", "virtio-serial-pci", *shares]
    for number, (name, relay) in enumerate(relays.items()):
        command += ["-add-fd", f"fd={relay.writer},set={number}",
                    "-chardev", f"file,id={name},path=/dev/fdset/{number},append=on",
                    "-device", f"virtserialport,chardev={name},name={name}"]
    command += ["-chardev", "file,id=status,path=status", "-device", "virtserialport,chardev=status,name=status"]
    qemu = subprocess.Popen(command, env=os.environ | job["environment"],
                            pass_fds=[relay.writer for relay in relays.values()], stdin=subprocess.DEVNULL,
                            stdout=open("qemu.log", "w"), stderr=subprocess.STDOUT)
    for relay in relays.values():
        relay.begin()
    return qemu


def _verdict(job, in_time):
    log = pathlib.Path("console").read_text(errors="replace") if pathlib.Path("console").exists() else ""
    status = pathlib.Path("status").read_text().strip() if pathlib.Path("status").exists() else ""
    if job["verbose"]:
        print(log, file=sys.stderr)
    complaints = console.complaints(log)
    if complaints:
        print(f"script/vm: the kernel {job['release']} complains:\n{complaints}", file=sys.stderr)
    if not in_time:
        print(f"script/vm: stopped after {job['limit']:g} s", file=sys.stderr)
        return TIME_IS_UP
    if not status:
        qemu = pathlib.Path("qemu.log").read_text()
        print(f"script/vm: the VM ended without a status; its last words:\n{console.tail(log)}{qemu}", file=sys.stderr)
    return NO_STATUS if complaints or not status else int(status)


def run(job):
    shared.make_private_folder(_RUN)
    os.chdir(_RUN)
    shared.bind_root("root")
    devices = _file_server(job, "root", "root", "-o", "cache=always")
    for number, share in enumerate(job["shares"]):
        shared.bind(share, f"writable{number}")
        devices += _file_server(job, f"share{number}", f"writable{number}", "-o", "cache=auto")
    pathlib.Path("initramfs").write_bytes(pathlib.Path(job["initramfs"]).read_bytes() + guest.files(job))
    relays = {"stdout": Relay(sys.stdout.fileno()), "stderr": Relay(sys.stderr.fileno())}
    qemu = _qemu(job, relays, devices)
    try:
        qemu.wait(job["limit"])
        in_time = True
    except subprocess.TimeoutExpired:
        qemu.kill()
        in_time = False
    for relay in relays.values():
        relay.join()
    return _verdict(job, in_time)


if __name__ == "__main__":
    sys.exit(run(json.load(sys.stdin)))
