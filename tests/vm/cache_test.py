# SPDX-License-Identifier: MIT
"""What several first uses at the same time, and one that was killed, leave in the cache."""
import multiprocessing
import os
import signal
import tempfile
import time
import unittest

import cache


def _slowly(folder):
    (folder / str(os.getpid())).touch()
    time.sleep(0.3)
    (folder / "complete").touch()


def _never(folder):
    (folder / "half").touch()
    time.sleep(3600)


def _use(answers):
    folder = cache.once("thing", _slowly)
    answers.put(sorted(os.listdir(folder)))


class Cache(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        os.environ["HOOKLINE_VM_CACHE"] = folder.name

    def test_one_makes_it_and_the_others_wait(self):
        answers = multiprocessing.Queue()
        users = [multiprocessing.Process(target=_use, args=(answers,)) for _ in range(8)]
        for user in users:
            user.start()
        found = [answers.get(timeout=20) for _ in users]
        for user in users:
            user.join()
        self.assertEqual(len(found[0]), 2)
        self.assertEqual(found, [found[0]] * len(users))

    def test_one_that_was_killed(self):
        user = multiprocessing.Process(target=cache.once, args=("thing", _never))
        user.start()
        while not (cache.folder() / "thing.partial/half").exists():
            time.sleep(0.01)
        os.kill(user.pid, signal.SIGKILL)
        user.join()
        self.assertEqual(sorted(os.listdir(cache.once("thing", _slowly))), [str(os.getpid()), "complete"])

    def test_one_that_fails(self):
        with self.assertRaises(ZeroDivisionError):
            cache.once("thing", lambda folder: 1 / 0)
        self.assertEqual(os.listdir(cache.folder()), ["thing.lock"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
