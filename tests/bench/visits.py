"""Whole visits through the programs as they run on a kiosk: a weapon goes out and comes back.

Two processes, a Unix socket between them, HTTP over loopback. Readers and cables are worked at the
simulated bay's own bench; what people tap goes through the pages.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.assembly.kiosk import CHECKED
from kiosk.service.client import RemoteBench, RemoteService
from kiosk.service.views import BayView, Stage
from tests.bench import warehouse
from tests.bench.rows import Row, p50
from tests.bench.screen import Screen
from tests.end_to_end.programs import (
    Program,
    TooLate,
    face_command,
    kiosk_command,
    ready,
    running,
    touch_address,
    until,
)

DECIDING = ("choose", "count", "cancel", "show_clear", "report")
"""Every request of an issue and a return that the keeper decides on, but for PINs: those are
compared with scrypt, which is slow on purpose."""


CHECK_S = 900.0
"""How long the check of 206,122 entries and their tables may take on a slow machine."""

METHOD = "begun after the kiosk had said that its check of the whole book had ended"
"""The check begins with each start, and its CPU is not a visit's."""


@dataclass
class Programs:
    """A kiosk and its face, running, and every way in; its check of the book has ended."""

    kiosk: Program
    face: Program
    service: RemoteService
    bench: RemoteBench
    screen: Screen

    @property
    def cpu_s(self) -> float:
        """Seconds of CPU that both have used so far, in all their threads."""
        return sum(_cpu_s(program.child.pid) for program in (self.kiosk, self.face))


@contextmanager
def programs(folder: Path, layout: warehouse.Layout, weapons: int) -> Iterator[Programs]:
    """Start both programs on a founded book, and wait until the kiosk has checked it.

    Raises:
        TooLate: it does not say that the book is good.
    """
    config, settings = warehouse.found(folder, layout, weapons)
    socket = Path(settings.kiosk.socket)
    face_folder = folder / "face"
    face_folder.mkdir()
    with (
        running(kiosk_command(config), folder / "kiosk.log") as kiosk,
        running(face_command(socket, face_folder), folder / "face.log") as face,
        closing(RemoteService(socket)) as service,
        closing(RemoteBench(socket)) as bench,
    ):
        ready(kiosk.child, service, kiosk.log)
        checked(kiosk)
        screen = Screen(touch_address(face))
        try:
            yield Programs(kiosk, face, service, bench, screen)
        finally:
            screen.close()


def checked(kiosk: Program, patience_s: float = CHECK_S) -> None:
    """Wait until a kiosk has said that its whole book and its tables are good.

    Raises:
        TooLate: it ended, or did not say so.
    """

    def said() -> bool:
        if kiosk.child.poll() is not None:
            raise TooLate(f"the kiosk ended with {kiosk.child.returncode}:\n{kiosk.said}")
        return CHECKED in kiosk.said

    until(said, f"the check of the book to end well; so far: {kiosk.said[-500:]}", patience_s)


@dataclass
class Visits:
    """People who come and go. Everything they send is timed."""

    all: Programs
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def issue(self, turn: int) -> None:
        """Let an officer draw a weapon: from the badge to the goodbye."""
        weapon, cable = self._weapon(turn)
        officer = warehouse.OFFICERS[turn % len(warehouse.OFFICERS)]
        self._badge(officer, Stage.PIN)
        self._tap("pin", Stage.CHOOSE, digits=warehouse.PIN)
        self._tap("choose", Stage.COUNTER_SIGN, weapon=weapon)
        self._badge(warehouse.CUSTODIAN, Stage.COUNTER_SIGN_PIN)
        self._tap("pin", Stage.OPEN_NOW, digits=warehouse.PIN)
        self.all.bench.cable(cable, opened=True)
        self._stage(Stage.CABLE_OPEN)
        self.all.bench.scan(warehouse.WEAPON_READER, weapon)
        self._stage(Stage.SHUT_NOW)
        self._shut(cable, Stage.CHOOSE, "weapon.issued")
        self._tap("cancel", Stage.IDLE)

    def give_back(self, turn: int) -> None:
        """Let somebody without a badge bring it back."""
        weapon, cable = self._weapon(turn)
        self.all.bench.scan(warehouse.WEAPON_READER, weapon)
        self._stage(Stage.RETURN_CLEAR)
        self._tap("show_clear", Stage.RETURN_WITNESS)
        self._badge(warehouse.CHIEF, Stage.RETURN_WITNESS_PIN)
        self._tap("pin", Stage.RETURN_REPORT, digits=warehouse.PIN)
        self._tap("report", Stage.OPEN_NOW, magazines="2", rounds="60")
        self.all.bench.cable(cable, opened=True)
        self._stage(Stage.CABLE_OPEN)
        self._shut(cable, Stage.IDLE, "weapon.returned")

    def _shut(self, cable: str, then: Stage, ending: str) -> None:
        self.all.bench.cable(cable, opened=False)
        view = self._stage(Stage.COUNT)
        inside = sum(place.cable == cable and place.state == "in" for place in view.positions)
        view = self._tap("count", then, counted=str(inside))
        assert view.outcome is not None, "a visit that ended has an outcome"
        assert view.outcome.kind == ending, view.outcome

    def _weapon(self, turn: int) -> tuple[str, str]:
        places = self.all.service.view().positions
        place = places[turn % len(places)]
        assert place.weapon is not None, "every place of the bench has its weapon"
        return place.weapon.number, place.cable

    def _badge(self, who: warehouse.Holder, then: Stage) -> None:
        self.all.bench.scan(warehouse.BADGE_READER, who.badge)
        self._stage(then)

    def _tap(self, name: str, then: Stage, **fields: str) -> BayView:
        self.all.screen.fetch()
        form = self.all.screen.form(fields)
        cpu, begun = self.all.cpu_s, time.perf_counter()
        self.all.screen.tap(name, form)
        self.took[name].append(time.perf_counter() - begun)
        self.cpu[name].append(self.all.cpu_s - cpu)
        return self._stage(then)

    def _stage(self, stage: Stage) -> BayView:
        def there() -> BayView | None:
            view = self.all.service.view()
            return view if view.stage is stage else None

        return until(there, f"the stage {stage}")


def visit_rows(folder: Path, visits: int, weapons: int) -> Iterator[Row]:
    """Measure issues and returns with a whole register behind them."""
    with programs(folder, warehouse.Layout(), weapons) as both:
        people = Visits(both)
        people.issue(0)
        people.took.clear()
        people.cpu.clear()
        whole, whole_cpu = list[float](), list[float]()
        for turn in range(1, visits + 1):
            cpu, begun = both.cpu_s, time.perf_counter()
            people.issue(turn)
            people.give_back(turn - 1)  # the one before: a label seen again at once is a repeat
            whole.append(time.perf_counter() - begun)
            whole_cpu.append(both.cpu_s - cpu)
    deciding = [took for name in DECIDING for took in people.took[name]]
    cpu_ms = [1000 * cpu for name in DECIDING for cpu in people.cpu[name]]
    value, cpu_value = 1000 * p50(deciding), p50(cpu_ms)
    note = (
        f"one request that decides ({', '.join(DECIDING)}; PINs apart), from its first byte sent to"
        f" its answer, two fsyncs within; {weapons:,} weapons registered, {visits} issues and"
        f" returns, {METHOD}"
    )
    yield Row("issue_return_http", value, "ms p50", bar="<= 10 ms", met=value <= 10, note=note)
    yield Row(
        "issue_return_cpu", cpu_value, "ms p50", bar="<= 5 ms", met=cpu_value <= 5,
        note=f"CPU of kiosk and face together during such a request; {note}",
    )  # fmt: skip
    yield Row(
        "pin_http", 1000 * p50(people.took["pin"]), "ms p50",
        note="a request that brings a PIN: scrypt takes about 57 ms of it, by design",
    )  # fmt: skip
    for name in DECIDING:
        yield Row(f"http_{name}", 1000 * p50(people.took[name]), "ms p50", note=f"POST /tap/{name}")
    yield Row(
        "visit_whole", 1000 * p50(whole), "ms p50",
        note="one issue and its return: 8 requests with 3 PINs, 8 pages fetched, 9 deeds at the"
        " bench",
    )  # fmt: skip
    yield Row(
        "visit_whole_cpu", 1000 * p50(whole_cpu), "ms p50",
        note="CPU of both programs for that, with what the bench itself costs",
    )  # fmt: skip


def _cpu_s(pid: int) -> float:
    """Return the seconds of CPU of a process, to the nanosecond (first figure of schedstat)."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # the thread ended while we looked
            total += int((task / "schedstat").read_text(encoding="ascii").split()[0])
    return total / 1e9
