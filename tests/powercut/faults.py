"""Makes every call to the disk fail in turn, once or for ever, and asks the promises afterwards.

Each try works in a process of its own, which ends as the kiosk does: at once, closing nothing.
"""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import sqlite_utils

from kiosk.keeper.keeper import Keeper
from kiosk.rules.broken import KioskError
from tests.powercut.explorer import Plan, Tally
from tests.powercut.promises import Asked, Outside
from tests.powercut.recorder import Recorder
from tests.powercut.shift import Seen, Work, open_here, work_a_day

ERRORS = (errno.EIO, errno.ENOSPC)
VISITS = 1

# Loaded here once, and not in each of a thousand children that make a book.
assert sqlite_utils.__name__


class FaultFinder:
    """One worker: a folder for the day, a log for what is seen outside."""

    def __init__(self, scratch: Path, keeper: type[Keeper] = Keeper) -> None:
        """Work below `scratch`; `keeper` may be one with a mistake in it."""
        self._day = scratch / "faulty"
        self._kept = scratch / "kept"
        self._told = scratch / "told"
        self._keeper = keeper
        self._asked = Asked(keeper)
        self._recorder = Recorder(self._day)
        self.tally = Tally()

    def try_days(self, plan: Plan, every: int = 1) -> None:
        """Fail every so manieth call of a whole day, from an empty folder on."""
        shutil.rmtree(self._kept, ignore_errors=True)
        self._kept.mkdir(parents=True)

        def work(seen: Seen) -> object:
            return work_a_day(self._day, seen, VISITS, plan.seed, self._keeper)

        self._try(work, Outside(), plan, every)

    def try_starts(self, plan: Plan, every: int = 1) -> None:
        """Fail calls of a start that has to make the database again from the line file."""
        shutil.rmtree(self._day, ignore_errors=True)
        known = Outside()
        work_a_day(self._day, known.see, VISITS, plan.seed).close()
        shutil.rmtree(self._kept, ignore_errors=True)
        self._day.rename(self._kept)
        (self._kept / "registry.db").write_bytes(b"nothing")

        def work(seen: Seen) -> object:
            started = Work(open_here(self._day), seen, self._keeper)
            started.start()
            return started

        self._try(work, known, plan, every)

    def _try(self, work: Callable[[Seen], object], known: Outside, plan: Plan, every: int) -> None:
        first, workers = plan.share
        for error in ERRORS:
            self._attempt(work, -1, error, go_on=False)
            calls = int(self._told.read_text().rpartition("calls ")[2])
            for nth in range(1 + first * every, calls + 1, workers * every):
                for go_on in (False, True):
                    self._attempt(work, nth, error, go_on=go_on)
                    outside = known.copy()
                    for text in self._told.read_text().splitlines():
                        if not text.startswith("calls"):
                            outside.see(text)
                    wrongs = self._asked.wrongs(self._day, outside, unharmed=False)
                    self.tally.io_faults += 1
                    name = errno.errorcode[error]
                    self.tally.note(wrongs, f"{name} at call {nth}{' and on' if go_on else ''}")
                    if self.tally.wrongs and plan.stop_at_first:
                        return

    def _attempt(
        self, work: Callable[[Seen], object], nth: int, error: int, *, go_on: bool
    ) -> None:
        """Work in a process of its own whose Nth call fails."""
        shutil.rmtree(self._day, ignore_errors=True)
        shutil.copytree(self._kept, self._day)
        self._told.write_text("")
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            return
        told = os.open(self._told, os.O_WRONLY | os.O_APPEND)
        try:
            self._recorder.fail(nth, error, go_on=go_on)

            def seen(text: str) -> None:
                os.write(told, f"{text}\n".encode())

            kept = work(seen)
            os.write(told, f"calls {self._recorder.calls()}".encode())
            del kept
        except KioskError:
            pass
        finally:
            os._exit(0)
