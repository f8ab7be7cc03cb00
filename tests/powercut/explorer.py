"""Cuts a recorded day after every call, in every way, and asks the promises of what is left."""

import hashlib
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.keeper.keeper import Keeper
from kiosk.registry.book import Book
from tests.powercut.medium import UNREAD, Cut, Medium, lay_out
from tests.powercut.promises import Asked, Outside
from tests.powercut.recorder import Call, Recorder, read_log
from tests.powercut.shift import Seen, Work, open_here, work_a_day

BLOCKS = (4 << 10, 16 << 10, 128 << 10)
"""Erase blocks that an interrupted write may destroy, bytes."""

EXAMPLES_MAX = 20


class EmptyDay(Exception):
    """The recorded day is not the day it was meant to be."""


@dataclass
class Tally:
    """What was tried and what was wrong with it. `images` counts all that differ, of any sort."""

    images: int = 0
    double_cut_images: int = 0
    block_images: int = 0
    io_faults: int = 0
    wrongs: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take another tally in."""
        self.images += other.images
        self.double_cut_images += other.double_cut_images
        self.block_images += other.block_images
        self.io_faults += other.io_faults
        self.wrongs.update(other.wrongs)
        self.examples = (self.examples + other.examples)[:EXAMPLES_MAX]

    def note(self, wrongs: list[str], where: str) -> None:
        """Note what was wrong with one image, under the promise it breaks."""
        for wrong in wrongs:
            self.wrongs[wrong[:2]] += 1
            self.examples = [*self.examples, f"{where}: {wrong}"][:EXAMPLES_MAX]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a day is explored.

    `chances`: torn and sector-wise cuts at each place. `doubles`: places that are cut twice.
    `share`: this worker takes every `share[1]`th call from number `share[0]` on.
    """

    seed: int
    visits: int
    chances: int = 2
    doubles: int = 0
    share: tuple[int, int] = (0, 1)
    stop_at_first: bool = False


class Explorer:
    """One worker: a recorder, a folder for the day, a folder for the images."""

    def __init__(self, scratch: Path, keeper: type[Keeper] = Keeper) -> None:
        """Work below `scratch`; `keeper` may be one with a mistake in it."""
        self._day = scratch / "day"
        self._image = scratch / "image"
        self._log = scratch / "log"
        self._keeper = keeper
        self._recorder = Recorder(self._day)
        self._asked = Asked(keeper)
        self._seen: set[bytes] = set()
        self.tally = Tally()

    def record_day(self, plan: Plan) -> list[Call]:
        """Work through a day under the recorder and return its calls.

        Raises:
            EmptyDay: too few bolts moved; what is cut of such a day says nothing of P1.
        """
        shutil.rmtree(self._day, ignore_errors=True)
        self._day.mkdir(parents=True)
        calls = self._recorded(
            lambda seen: work_a_day(self._day, seen, plan.visits, plan.seed, self._keeper)
        )
        pulses = sum(call.kind == "O" and call.content.startswith(b"pulse") for call in calls)
        if pulses < 2 * plan.visits:
            raise EmptyDay(f"{pulses} pulses on a day of {plan.visits} issues and as many returns")
        return calls

    def explore(self, calls: list[Call], plan: Plan) -> None:
        """Cut after every call of the share, and ask."""
        medium, outside = Medium(), Outside()
        chance = random.Random(f"{plan.seed} {plan.share}")
        mine = range(plan.share[0], len(calls), plan.share[1])
        odd = range(1, 2 * plan.doubles, 2)
        twice = {mine[len(mine) * place // (2 * plan.doubles)] for place in odd}
        for number, call in enumerate(calls):
            medium.follow(call)
            if call.kind == "O":
                outside.see(call.content.decode())
            if number not in mine:
                continue
            for cut in _cuts(medium, plan.chances, chance):
                self._ask(medium.after(cut), cut, outside, f"call {number} {cut}")
                if self.tally.wrongs and plan.stop_at_first:
                    return
            if number in twice and outside.newest:
                keep = chance.choice(("torn", "sectors"))
                cut = Cut(keep, chance.randrange(2**32), chance.choice((0, *BLOCKS)))
                self._cut_twice(medium.after(cut), cut, outside, f"call {number} {cut}", chance)
                if self.tally.wrongs and plan.stop_at_first:
                    return

    def _ask(self, files: Mapping[str, bytes], cut: Cut, outside: Outside, where: str) -> bool:
        """Ask the promises of one image, unless it was asked before; return whether it was new."""
        digest = hashlib.sha1(repr((outside.newest, outside.pulses)).encode())  # noqa: S324 - to compare
        for path in sorted(files.keys() - {UNREAD}):
            digest.update(path.encode())
            digest.update(files[path])
        if digest.digest() in self._seen:
            return False
        self._seen.add(digest.digest())
        self._image.mkdir(parents=True, exist_ok=True)
        lay_out(self._image, files)
        wrongs = self._asked.wrongs(self._image, outside.copy(), unharmed=cut.is_harmless)
        self.tally.images += 1
        self.tally.block_images += bool(cut.block)
        self.tally.note(wrongs, where)
        return True

    def _cut_twice(
        self,
        files: dict[str, bytes],
        first: Cut,
        outside: Outside,
        where: str,
        chance: random.Random,
    ) -> None:
        """Cut the start after a cut as well: what mends the book may itself be cut short.

        At most one block is destroyed in both cuts together: that is what is promised.
        """
        self._day.mkdir(parents=True, exist_ok=True)
        lay_out(self._day, files)
        calls = self._recorded(self._start_once)
        medium, known = Medium(files), outside.copy()
        for number, call in enumerate(calls):
            medium.follow(call)
            if call.kind == "O":
                known.see(call.content.decode())
            for cut in _cuts(medium, 1, chance):
                if cut.block and first.block:
                    continue
                after = medium.after(cut)
                both = Cut(cut.keep, cut.seed, cut.block or first.block)
                if self._ask(after, both, known, f"{where} then {number} {cut}"):
                    self.tally.double_cut_images += 1

    def _start_once(self, seen: Seen) -> Book:
        work = Work(open_here(self._day), seen, self._keeper)
        work.start()
        return work.book

    def _recorded(self, work: Callable[[Seen], Book]) -> list[Call]:
        """Record some work; the power goes before its book is closed."""
        self._recorder.record(self._log)
        try:
            book = work(self._recorder.outside)
        finally:
            self._recorder.record(None)
        book.close()
        return [call for call in read_log(self._log) if not call.path.endswith("-shm")]


def _cuts(medium: Medium, chances: int, chance: random.Random) -> Iterator[Cut]:
    """Return the ways to cut here; where nothing is in flight they are all one."""
    yield Cut("none")
    if medium.is_quiet:
        return
    yield Cut("all")
    for keep in ("torn", "sectors"):
        for _ in range(chances):
            yield Cut(keep, chance.randrange(2**32))
    if medium.in_flight():
        for block in BLOCKS:
            keep = chance.choice(("none", "all", "torn", "sectors"))
            yield Cut(keep, chance.randrange(2**32), block)
