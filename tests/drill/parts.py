"""The parts of the drill's kiosk: a clock that errs, a book that loses power, bolts that witness.

Rules of residence: a part may end the power or object, it never decides. What it objects to is
objected to at the very moment: a bolt knows whether its line was in the book before.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.keeper.hands import PATTERNS
from kiosk.rules import entries as e
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.effects import Tone
from kiosk.rules.encoding import Envelope, decode, encode
from kiosk.rules.things import CableId, ClockQuality, Moment


class PowerCut(Exception):
    """The lights went out at this very instruction."""


class Broken(AssertionError):
    """A promise was broken. The text names it first: `P5: ...`."""


@dataclass
class Promises:
    """Counts how often each promise was looked at; raises at the first that is broken."""

    looked: Counter[str] = field(default_factory=Counter)

    def hold(self, promise: str, kept: bool, says: str) -> None:  # noqa: FBT001 - reads as a sentence: hold("P1", x == y, "...")
        """Look at a promise once.

        Raises:
            Broken: it was not kept.
        """
        self.looked[promise] += 1
        if not kept:
            raise Broken(f"{promise}: {says}")


@dataclass
class DrillClock:
    """The kiosk's clock. `true_ms` is the time of the world, which no kiosk knows.

    `wall_off_ms`: how wrong the wall clock is. `booted_ms`: when the running boot began.
    """

    true_ms: int
    wall_off_ms: int = 0
    booted_ms: int = 0
    boots: int = 0

    def now(self) -> Moment:
        """Return what the kiosk believes this moment is."""
        return Moment(
            max(self.true_ms + self.wall_off_ms, 0),
            self.true_ms - self.booted_ms,
            f"boot-{self.boots}",
            ClockQuality.UNKNOWN,
        )

    def boot(self) -> None:
        """Start the monotonic clock anew; a kernel needs about four seconds before we run."""
        self.boots += 1
        self.booted_ms = self.true_ms - 4_000


@dataclass
class Book:
    """The journal, in the bytes it would have on disk.

    `fails`: what the next append does. `before` and `after` cut the power before or after the lines
    are durable; `lost` and `kept` raise BookUnwritable, the lines lost or durable all the same.
    """

    entries: list[e.Entry] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    newest: tuple[e.Entry, ...] = ()
    fails: str = ""
    appends: int = 0

    def append(self, entries: Sequence[e.Entry]) -> int:
        """Write all lines, or fail as told."""
        fails, self.fails = self.fails, ""
        self.appends += 1
        if fails == "before":
            raise PowerCut
        if fails == "lost":
            raise BookUnwritable("the drill broke the disk before the lines were durable")
        for entry in entries:
            self.entries.append(entry)
            self.lines.append(encode(entry, Envelope(len(self.entries), "drill", "segment")))
        self.newest = tuple(entries)
        if fails == "after":
            raise PowerCut
        if fails == "kept":
            raise BookUnwritable("the drill broke the disk after the lines were durable")
        return len(self.entries)

    def read(self) -> tuple[e.Entry, ...]:
        """Return every entry, read back from its bytes in order of its number."""
        return tuple(decode(line)[1] for line in self.lines)


@dataclass
class Bolt:
    """A bolt that moves only for the newest durable line, and for each such line once (P1)."""

    cable: CableId
    book: Book
    promises: Promises
    recovering: Callable[[], bool]
    moved_by: set[int] = field(default_factory=set)
    is_on: bool = False
    cut: str = ""

    def on(self) -> None:
        """Lift the bolt, and object if nothing durable released it just now."""
        if self._power_fails("before"):
            raise PowerCut
        hold, first = self.promises.hold, len(self.book.entries) - len(self.book.newest)
        hold("P1", not self.recovering(), f"recovery moved the bolt of {self.cable}")
        number = next(
            (
                first + index
                for index, entry in enumerate(self.book.newest)
                if isinstance(entry, e.ReleaseGranted) and entry.cable == self.cable
            ),
            None,
        )
        hold("P1", number is not None, f"bolt {self.cable} moved before its line was durable")
        assert number is not None
        hold("P1", number not in self.moved_by, f"line {number + 1} moved a bolt twice")
        self.moved_by.add(number)
        self.is_on = True
        if self._power_fails("after"):
            raise PowerCut

    def off(self) -> None:
        """Let the bolt fall; always allowed."""
        self.is_on = False

    def _power_fails(self, when: str) -> bool:
        fails = self.cut == when
        if fails:
            self.cut = ""
        return fails


@dataclass
class Lamp:
    """A light at a position, or the siren."""

    is_on: bool = False

    def on(self) -> None:
        """Light up."""
        self.is_on = True

    def off(self) -> None:
        """Go dark."""
        self.is_on = False


@dataclass
class Voice:
    """The buzzer: whoever is told no finds the reason among the lines just written (P11)."""

    book: Book
    promises: Promises

    def play(self, pattern: Sequence[tuple[int, int]]) -> None:
        """Sound, and object to a no that stands nowhere."""
        if pattern == PATTERNS[Tone.REFUSED]:
            written = any(isinstance(entry, NOES) for entry in self.book.newest)
            self.promises.hold("P11", written, "the buzzer said no and the book did not")


NOES = (e.Refused, e.PinRefused, e.WrongWeapon, e.CountDiffered, e.RackingDiffered)
"""The lines that say no."""


@dataclass
class Ring:
    """Where alarms are kept while the book cannot be written."""

    kept: list[str] = field(default_factory=list)

    def keep(self, text: str) -> None:
        """Keep one line."""
        self.kept.append(text)
