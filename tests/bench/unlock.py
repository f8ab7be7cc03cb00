"""From the scan in the inbox to the bolt, against the bare cost of the same bytes made durable.

The keeper, the rules, the register and the disk are real; bolts and readers are simulated. After
each grant the same bytes are written bare, in the same place, so that a disk that slows down slows
both.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from drivers.readings import Scan
from kiosk.assembly.clock import SystemClock
from kiosk.assembly.health import SystemHealth
from kiosk.assembly.lines import Line
from kiosk.assembly.parts import build_parts, hands_of
from kiosk.config import Settings
from kiosk.keeper.eyes import Eyes
from kiosk.keeper.inbox import Inbox
from kiosk.keeper.keeper import Item, Keeper, Question, is_scan
from kiosk.registry.book import Book, open_book
from kiosk.rules import observations as o
from kiosk.rules.entries import Entry, ReleaseGranted
from kiosk.rules.things import CableId, Moment, OfficerNumber, PinFit
from tests.bench import warehouse
from tests.bench.rows import Row, p50

BETWEEN_MS = 5_000
"""How far the clock is moved on between two issues: nobody's scan is a repeated one."""


@dataclass
class WatchedBolt:
    """A bolt that notes when it was driven."""

    line: Line
    driven: float = 0.0

    def on(self) -> None:
        """Drive it, and note when."""
        self.driven = time.perf_counter()
        self.line.on()

    def off(self) -> None:
        """Let it go."""
        self.line.off()

    @property
    def is_on(self) -> bool:
        """Whether it is driven."""
        return self.line.is_on

    @property
    def level(self) -> bool | None:
        """Whether the line really is on."""
        return self.line.level

    def close(self) -> None:
        """Let go of the line for ever."""
        self.line.close()


@dataclass
class LeadingClock:
    """The real clock, moved on by hand between two issues."""

    real: SystemClock = field(default_factory=SystemClock)
    lead_ms: int = 0

    def now(self) -> Moment:
        """Return this moment."""
        now = self.real.now()
        return replace(now, wall_ms=now.wall_ms + self.lead_ms, mono_ms=now.mono_ms + self.lead_ms)


@dataclass
class Bay:
    """A keeper with everything real but the hardware."""

    book: Book
    keeper: Keeper
    inbox: Inbox[Item]
    clock: LeadingClock
    bolts: dict[CableId, WatchedBolt]
    written: list[Entry]

    def scan(self, reader: str, text: str) -> None:
        """Hold something before a reader, and let the keeper decide on it."""
        self.inbox.put(Scan(reader, text))
        self.keeper.take(self.inbox, 0)

    def ask(self, meaning: Callable[[Eyes, Moment], o.Observation]) -> None:
        """Tap something on the screen, and let the keeper decide on it."""
        self.inbox.put(Question(meaning))
        self.keeper.take(self.inbox, 0)

    def pin(self, who: warehouse.Holder) -> None:
        """Type somebody's PIN; the comparing itself (57 ms by design) is not done here."""
        owner = OfficerNumber(who.number)
        self.ask(lambda eyes, at: eyes.pin_entered(at, owner, PinFit.RIGHT))


@contextmanager
def open_bay(settings: Settings) -> Iterator[Bay]:
    """Open a bay on a founded book."""
    clock, written = LeadingClock(), list[Entry]()
    with (
        closing(build_parts(settings)) as parts,
        closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book,
    ):
        bolts = {cable: WatchedBolt(bolt) for cable, bolt in parts.bolts.items()}
        watched: dict[CableId, Line] = dict(bolts)
        hands = hands_of(replace(parts, bolts=watched), lambda _: None)
        keeper = Keeper(
            book.bay(),
            wiring=parts.wiring,
            clock=clock,
            journal=book.journal,
            facts=book.facts,
            pins=book.pins,
            hands=hands,
            health=SystemHealth(book.free_bytes, book.written_by_others),
            tell=lambda _, entries, __: written.extend(entries),
        )
        inbox: Inbox[Item] = Inbox(is_scan)
        keeper.start(settings.positions(), parts.levels(inbox.put))
        while inbox.take(0) is not None:
            pass
        yield Bay(book, keeper, inbox, clock, bolts, written)


class Bare:
    """The least that makes bytes durable on two copies: an append that is synced, and a commit."""

    def __init__(self, folder: Path) -> None:
        """Make an empty file and an empty database beside the measured ones."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._handle = os.open(folder / "bare.lines", flags, 0o600)
        self._tables = sqlite3.connect(folder / "bare.db", isolation_level=None)
        self._tables.execute("PRAGMA journal_mode = WAL")
        self._tables.execute("PRAGMA synchronous = FULL")
        self._tables.execute("CREATE TABLE line (body BLOB NOT NULL)")

    def write(self, content: bytes) -> float:
        """Make the bytes durable twice; return how many seconds that took."""
        begun = time.perf_counter()
        os.write(self._handle, content)
        os.fdatasync(self._handle)
        self._tables.execute("INSERT INTO line VALUES (?)", (content,))
        return time.perf_counter() - begun

    def close(self) -> None:
        """Let go of both."""
        os.close(self._handle)
        self._tables.close()


def scan_to_unlock(folder: Path, issues: int) -> Iterator[Row]:
    """Measure the scan of a weapon that opens its cable, and the second person's PIN that does."""
    yield _measured(
        "scan_to_unlock",
        folder / "alone",
        issues,
        warehouse.Layout(profile="self_service", extra=warehouse.ALONE),
        "weapon scan put into the inbox -> bolt's on(): IssueAsked and ReleaseGranted, one commit",
    )
    yield replace(
        _measured(
            "second_pin_to_unlock",
            folder / "two",
            max(1, issues // 3),
            warehouse.Layout(),
            "second person's PIN, compared already, put into the inbox -> bolt's on():"
            " PinAccepted, CounterSigned and ReleaseGranted, one commit",
        ),
        bar="",
        met=None,
    )


def _measured(name: str, folder: Path, issues: int, layout: warehouse.Layout, note: str) -> Row:
    _, settings = warehouse.found(folder, layout, len(layout.places))
    ours, bare_took = list[float](), list[float]()
    with open_bay(settings) as bay, closing(Bare(folder)) as bare:
        for turn in range(-10, issues):  # the first ten warm the caches up
            took, content = _issue(bay, settings, turn, alone=bool(layout.extra))
            plain = bare.write(content)
            if turn >= 0:
                ours.append(took)
                bare_took.append(plain)
    value, plain = 1000 * p50(ours), 1000 * p50(bare_took)
    return Row(
        name, value, "ms p50", plain, value / plain, "<= 1.3 x bare", value <= 1.3 * plain,
        f"{note}; {issues} issues; bare: one synced append and one WAL/FULL commit of those bytes",
    )  # fmt: skip


def _issue(bay: Bay, settings: Settings, turn: int, *, alone: bool) -> tuple[float, bytes]:
    """Issue one weapon as far as the open bolt; return the seconds it took and what it wrote."""
    officer = warehouse.OFFICERS[turn % len(warehouse.OFFICERS)]
    weapon = warehouse.weapon(turn % len(settings.positions()))
    home = bay.keeper.bay.place_of(weapon.number)
    assert home is not None, "every weapon of the bench stands in its place"
    bolt = bay.bolts[bay.keeper.bay.positions[home].cable]
    lines = settings.folder / "journal.lines"
    bay.clock.lead_ms += BETWEEN_MS
    bay.scan(warehouse.BADGE_READER, officer.badge)
    bay.pin(officer)
    if not alone:
        bay.scan(warehouse.WEAPON_READER, weapon.number)
        bay.scan(warehouse.BADGE_READER, warehouse.CUSTODIAN.badge)
    bay.written.clear()
    size = lines.stat().st_size
    begun = time.perf_counter()
    if alone:
        bay.scan(warehouse.WEAPON_READER, weapon.number)
    else:
        bay.pin(warehouse.CUSTODIAN)
    took = bolt.driven - begun
    assert any(isinstance(entry, ReleaseGranted) for entry in bay.written), bay.written
    with lines.open("rb") as reader:
        reader.seek(size)
        content = reader.read()
    bay.ask(lambda _, at: o.CancelAsked(at))
    return took, content
