"""The kiosk turned on inside a test, where its parts can be looked at."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from drivers.readings import Edge, Found, Lost, Put, Reading, Scan, ScanRejected
from drivers.simulated import SimulatedOutput, SimulatedReader
from kiosk.assembly.health import DISK_LOW_BYTES, SystemHealth
from kiosk.assembly.kiosk import AGAIN, CHECKED, Kiosk, Open
from kiosk.assembly.parts import Parts, build_parts
from kiosk.assembly.witness import LONGEST, Log, Narrator
from kiosk.config import Settings
from kiosk.registry.verify import Verdict
from kiosk.rules import effects as x
from kiosk.rules.entries import Fault
from kiosk.rules.things import CableId
from kiosk.service import protocol as p
from kiosk.service.views import Stage
from tests.assembly.program import CUSTODIAN, RIFLE, member, warehouse

PATIENCE_S = 20.0


class OpenKiosk(Kiosk):
    """A kiosk whose parts, book and hatch can be looked at while it runs."""

    seen: Open | None = None

    @contextmanager
    def _hatch(self, kiosk: Open) -> Iterator[Open]:
        self.seen = kiosk
        with super()._hatch(kiosk) as opened:
            yield opened


class Run:
    """One run of a kiosk on a thread; `code` once it has ended, `wrong` if it fell."""

    def __init__(
        self, settings: Settings, build: Callable[[Settings], Parts] = build_parts
    ) -> None:
        """Start it."""
        self.log = StringIO()
        self.stop = threading.Event()
        self.code: int | None = None
        self.wrong: BaseException | None = None
        self.kiosk = OpenKiosk(settings, Log(self.log), halted_s=0.1, build=build)
        self.thread = threading.Thread(target=self._run, name="kiosk under test")
        self.thread.start()

    @property
    def open(self) -> Open:
        """What the kiosk holds open."""
        assert self.kiosk.seen is not None
        return self.kiosk.seen

    def scan(self, badge: str) -> None:
        """Hold something before the badge reader."""
        reader = self.open.parts.readers["badge"]
        assert isinstance(reader, SimulatedReader)
        reader.scan(badge)

    def bolt(self) -> SimulatedOutput:
        """Return the bolt of cable R1-A."""
        bolt = self.open.parts.bolts[CableId("R1-A")]
        assert isinstance(bolt, SimulatedOutput)
        return bolt

    def until(self, fits: Callable[[], bool]) -> None:
        """Wait until something is so."""
        for _ in range(1000):
            if fits():
                return
            self.thread.join(PATIENCE_S / 1000)
        raise AssertionError("it never was so")

    def at(self, stage: Stage) -> None:
        """Wait until the bay stands at a stage."""
        self.until(lambda: self.kiosk.seen is not None and self.open.service.view().stage is stage)

    def unlocks(self) -> None:
        """Go from badge to a bolt that is up."""
        self.at(Stage.IDLE)
        self.scan(member("0041207").badge_text)
        self.at(Stage.PIN)
        self.open.service.tap(p.Pin(member("0041207").pin))
        self.open.service.tap(p.Choose(RIFLE))
        self.scan(member(CUSTODIAN).badge_text)
        self.at(Stage.COUNTER_SIGN_PIN)
        self.open.service.tap(p.Pin(member(CUSTODIAN).pin))
        self.at(Stage.OPEN_NOW)
        assert self.bolt().is_on

    def ended(self) -> int | None:
        """Wait for the end and return the exit code."""
        self.thread.join(PATIENCE_S)
        assert not self.thread.is_alive()
        return self.code

    def _run(self) -> None:
        try:
            self.code = self.kiosk.run(self.stop)
        except Exception as wrong:  # noqa: BLE001 - whatever it was, the test looks at it
            self.wrong = wrong


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    _, settings = warehouse(tmp_path)
    run = Run(settings)
    yield run
    run.stop.set()
    run.thread.join(PATIENCE_S)


def test_a_kiosk_that_is_stopped_drops_every_bolt(run: Run) -> None:
    run.unlocks()
    run.stop.set()
    assert run.ended() == 0
    assert not run.bolt().is_on
    assert list(run.bolt().history) == [True, False]


def test_a_kiosk_that_falls_over_drops_every_bolt_on_its_way(run: Run) -> None:
    """A fault nobody thought of must not leave a rack open behind it."""
    run.unlocks()
    run.kiosk._inbox.put(object())  # type: ignore[arg-type]  # something no driver ever says
    run.ended()
    assert run.wrong is not None
    assert not run.bolt().is_on


@pytest.mark.promise("P8")
def test_a_kiosk_that_cannot_write_lets_go_tells_people_and_wants_to_start_again(
    run: Run,
) -> None:
    run.unlocks()
    assert run.open.book is not None
    run.open.book.journal._stopped = "the disk is gone"
    assert run.open.service.tap(p.CallChief()).stage is Stage.HALTED
    assert run.ended() == AGAIN
    assert not run.bolt().is_on
    assert "The kiosk has stopped and opens nothing. the disk is gone\n" in run.log.getvalue()


@pytest.mark.promise("P8")
def test_what_a_halted_kiosk_was_told_stands_in_the_ring(run: Run) -> None:
    run.at(Stage.IDLE)
    book = run.open.book
    assert book is not None
    kept: list[str] = []
    ring, book.ring.write = book.ring.write, kept.append  # type: ignore[method-assign, assignment]  # listened to
    book.journal._stopped = "the disk is gone"
    run.open.service.tap(p.CallChief())
    run.ended()
    book.ring.write = ring  # type: ignore[method-assign]  # as it was
    assert kept
    assert kept[0].endswith("halted: the disk is gone")


def test_a_disk_that_does_not_even_take_the_alarms_is_told_and_ends_nothing_early(
    run: Run,
) -> None:
    """P8: people are told to the end of the halt; what the alarms saw stands in the log."""

    def fails(_: str) -> None:
        raise OSError(5, "Input/output error")

    run.unlocks()
    book = run.open.book
    assert book is not None
    book.ring.write = fails  # type: ignore[method-assign, assignment]  # a disk that is dead
    book.journal._stopped = "the disk is gone"
    assert run.open.service.tap(p.CallChief()).stage is Stage.HALTED
    assert run.ended() == AGAIN
    assert not run.bolt().is_on
    assert "The ring does not take this (the disk does not answer, EIO): " in run.log.getvalue()


class SlowContact:
    """A contact that says how it stands when a test lets it."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.put: Put | None = None

    def start(self, put: Put) -> None:
        """Remember whom to tell."""
        self.put = put

    def stop(self) -> None:
        """Say nothing more."""

    def says(self, *, closed: bool) -> None:
        """Say how it stands."""
        assert self.put is not None
        self.put(Edge(self.line, closed))


@pytest.mark.promise("P8")
def test_a_contact_that_is_silent_at_the_start_counts_as_open_until_it_speaks(
    tmp_path: Path,
) -> None:
    """P8: a cut wire, a dead chip: the cable may hang loose, so nothing is issued."""
    slow = SlowContact("cable A")
    said: list[Reading] = []
    with closing(build_parts(warehouse(tmp_path)[1])) as parts:
        alone = replace(
            parts, contacts={"cable A": slow}, lines=frozenset({"cable A"}), levels_s=0.01
        )
        assert alone.levels(said.append) == {}
    assert said == [Lost("cable A", "the contact does not say how it stands")]
    slow.says(closed=True)
    slow.says(closed=False)
    assert said[1:] == [Found("cable A"), Edge("cable A", True), Edge("cable A", False)]


def never() -> bool:
    """Nobody else wrote."""
    return False


@pytest.mark.promise("P8")
def test_a_disk_that_is_nearly_full_or_does_not_answer_is_a_fault() -> None:
    def gone() -> int:
        raise OSError("no such device")

    assert list(SystemHealth(lambda: DISK_LOW_BYTES, never).faults()) == []
    assert list(SystemHealth(lambda: DISK_LOW_BYTES - 1, never).faults()) == [
        (Fault.DISK_LOW, "disk")
    ]
    assert list(SystemHealth(gone, never).faults()) == [(Fault.DISK_LOW, "disk")]


@pytest.mark.promise("P8")
def test_a_register_that_somebody_else_wrote_to_is_a_fault() -> None:
    health = SystemHealth(lambda: DISK_LOW_BYTES, lambda: True)
    assert list(health.faults()) == [(Fault.TABLES_DIFFER, "register")]


def test_a_book_that_was_checked_to_its_end_is_said_to_be_good(run: Run) -> None:
    """Until then it issues on a book nobody looked at: a technician must see when that ended."""
    run.until(lambda: CHECKED in run.log.getvalue())
    assert f"{CHECKED} " in run.log.getvalue()
    assert "The tables are what the entries make of them." in run.log.getvalue()


@pytest.mark.promise("P8")
def test_a_book_that_does_not_verify_is_a_fault_and_says_what_it_is_about() -> None:
    health = SystemHealth(lambda: DISK_LOW_BYTES, never)
    good = Verdict(None, 9, 9, "", 0.0, None, None, "", 1, ())
    health.verified(good)
    assert list(health.faults()) == []
    for fault, tables, about in (
        (Fault.BOOK_BROKEN, None, "journal"),
        (Fault.BOOK_UNCHECKED, None, "journal"),
        (Fault.TABLES_DIFFER, ("badge", "custody"), "badge, custody"),
    ):
        health.verified(replace(good, fault=fault, tables=tables))
        assert list(health.faults()) == [(fault, about)]


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (x.Unlock(CableId("A")), "set: A unlocked"),
        (x.Lock(CableId("A")), "set: A locked"),
        (x.Light("A1", on=True), "set: light A1 on"),  # type: ignore[arg-type]  # a plain text does
        (x.Siren(on=False), "set: siren off"),
        (x.Beep(x.Tone.REFUSED), "beep refused"),
        (x.PowerOff(), "set: the machine is to be switched off"),
    ],
)
def test_each_effect_is_told_in_its_own_words(effect: x.Effect, said: str) -> None:
    out = StringIO()
    Narrator(out, colour=False).acted(effect)
    assert out.getvalue() == f"  acted     {said}\n"


@pytest.mark.promise("P9")
def test_what_a_reader_sends_cannot_move_the_terminals_cursor() -> None:
    out = StringIO()
    narrator = Narrator(out, colour=True)
    narrator.reading(Scan("badge", "\033[2J\r\n"))
    narrator.reading(ScanRejected("badge", "too_long"))
    narrator.reading(Lost("badge", "unplugged"))
    narrator.reading(Found("badge"))
    first, *others = out.getvalue().splitlines()
    assert first == "  \033[33mreading \033[0m  badge: '\\x1b[2J\\r\\n'"
    assert [line.split("  ")[-1] for line in others] == [
        "badge: rejected, too_long",
        "badge: lost, unplugged",
        "badge: there",
    ]


def test_what_a_reader_sends_cannot_fill_the_terminal() -> None:
    out = StringIO()
    narrator = Narrator(out, colour=False)
    narrator.reading(Scan("badge", "9" * LONGEST))
    narrator.reading(Scan("badge", "9" * 4_096))
    shown = "9" * LONGEST
    assert out.getvalue().splitlines() == [
        f"  reading   badge: {shown}",
        f"  reading   badge: {shown}… (4096 characters)",
    ]
