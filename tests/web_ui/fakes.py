"""A kiosk and a bench made of plain values, for tests of the face and for a look at its pages.

`FakeService` answers every question at once from the view it was given, remembers what was tapped,
falls silent on demand, and never decides anything; a tap on a page that does not stand is dropped.
`FakeBench` remembers what was touched.
"""

from collections.abc import Mapping
from dataclasses import replace
from threading import Condition, Event

from kiosk.service.bench_views import BenchPart, BenchView
from kiosk.service.protocol import CallChief, KioskSilent, OfficePass, Tap, WorkDone
from kiosk.service.views import (
    AlarmView,
    BayView,
    CableView,
    ChangeView,
    CountView,
    DifferenceView,
    DueCountView,
    FaultView,
    LastCountView,
    Line,
    Outcome,
    PersonFace,
    PositionView,
    Stage,
    Visit,
    WeaponFace,
)
from kiosk.service.works import Work
from tests.web_ui.racking_fakes import rack_visits
from tests.web_ui.service_fakes import with_service
from tests.web_ui.shift_fakes import with_shift

NOON_MS = 1_795_331_100_000
"""A wall moment: 22 November 2026, 14:05 at +07:00."""

START_MONO = 1_000_000
"""The kiosk's monotonic moment of every sample."""

SOK = PersonFace("12-0417", "Sok Vanna", "សុខ វណ្ណា", "អនុសេនីយ៍ឯក", "officer")
CHAN = PersonFace("12-0088", "Chan Dara", "ចាន់ តារា", "វរសេនីយ៍ត្រី", "custodian")
LY = PersonFace("12-0301", "Ly Sophea", "លី សុភា", "អនុសេនីយ៍ទោ", "officer")


class FakeService:
    """A hatch that shows one view until it is given another. Any thread may call any method."""

    def __init__(self, view: BayView) -> None:
        self.taps: list[Tap] = []
        self.tries: list[tuple[str, str]] = []
        self.signed: list[tuple[str, str, Work]] = []
        self.passes: dict[tuple[str, str], OfficePass] = {}
        self.book: tuple[Line, ...] = ()
        self.waiting = Event()
        self._view = view
        self._silent = False
        self._held = False
        self._news = Condition()

    def show(self, view: BayView) -> BayView:
        """Show another view: its version becomes the next one."""
        with self._news:
            self._view = replace(view, version=self._view.version + 1)
            self._news.notify_all()
            return self._view

    def fall_silent(self) -> None:
        """Answer nobody from now on."""
        with self._news:
            self._silent = True
            self._news.notify_all()

    def speak_again(self) -> None:
        """Answer again."""
        with self._news:
            self._silent = False
            self._news.notify_all()

    def hold(self, *, held: bool) -> None:
        """Hang in every question, or stop doing so: neither answer nor hang up."""
        with self._news:
            self._held = held
            self._news.notify_all()

    def view(self) -> BayView:
        with self._news:
            return self._answer()

    def wait(self, after: int, timeout_s: float) -> BayView:
        with self._news:
            self.waiting.set()
            self._news.wait_for(lambda: self._silent or self._view.version > after, timeout_s)
            return self._answer()

    def tap(self, tap: Tap, page: str = "") -> BayView:
        with self._news:
            view = self._answer()
            if page in {"", view.page} or isinstance(tap, CallChief):
                self.taps.append(tap)
            return view

    def enter_office(self, number: str, pin: str) -> OfficePass:
        with self._news:
            self._answer()
            self.tries.append((number, pin))
            return self.passes.get((number, pin), OfficePass(granted=False, reason="pin_wrong"))

    def sign(self, number: str, pin: str, work: Work) -> WorkDone:
        with self._news:
            self._answer()
            self.signed.append((number, pin, work))
            right = (number, pin) in self.passes
            return WorkDone(seq=1) if right else WorkDone(reason="pin_wrong", about=number)

    def lines(self, before: int, limit: int) -> tuple[Line, ...]:
        with self._news:
            self._answer()
            kept = [line for line in self.book if before == 0 or line.seq < before]
            return tuple(kept[:limit])

    def _answer(self) -> BayView:
        self._news.wait_for(lambda: not self._held)
        if self._silent:
            raise KioskSilent
        return self._view


class FakeBench:
    """A bench that remembers what was touched, and turns cables and plugs as they were touched."""

    def __init__(self, parts: tuple[BenchPart, ...] | None = None) -> None:
        self.touched: list[tuple[str, ...]] = []
        self._parts = bench_parts() if parts is None else parts

    def parts(self) -> BenchView:
        return BenchView(self._parts)

    def scan(self, reader: str, text: str) -> BenchView:
        self.touched.append(("scan", reader, text))
        return self.parts()

    def cable(self, cable: str, *, opened: bool) -> BenchView:
        self.touched.append(("cable", cable, str(opened)))
        return self._turned("cable", cable, on=opened)

    def plug(self, device: str, *, plugged: bool) -> BenchView:
        self.touched.append(("plug", device, str(plugged)))
        return self._turned("reader", device, on=plugged)

    def pass_time(self, minutes: int) -> BenchView:
        self.touched.append(("time", str(minutes)))
        return self.parts()

    def _turned(self, kind: str, wanted: str, *, on: bool) -> BenchView:
        self._parts = tuple(
            replace(part, on=on) if (part.kind, part.id) == (kind, wanted) else part
            for part in self._parts
        )
        return self.parts()


class FakeClock:
    """A monotonic clock that moves only when it is told to."""

    def __init__(self, now_ms: int = 0) -> None:
        self.now_ms = now_ms

    def __call__(self) -> int:
        return self.now_ms


MODELS = (("AK-47", "rifle"), ("AKM", "rifle"), ("K-54", "pistol"), ("Type 56", "rifle"))


def weapon(number: int) -> WeaponFace:
    """Return the sample weapon of a number."""
    name, kind = MODELS[number % len(MODELS)]
    return WeaponFace(
        f"10300{number:03}47", name, f"56-1 23{number * 739 % 90000:05}", kind, "fit", 2, 60
    )


def positions(changes: Mapping[str, PositionView] | None = None) -> tuple[PositionView, ...]:
    """Return two racks of twelve, three cables each: two out, one of them overdue, one in doubt."""
    every: list[PositionView] = []
    for rack in ("R1", "R2"):
        for place in range(1, 13):
            number = place + (12 if rack == "R2" else 0)
            plain = PositionView(
                f"{rack}-{place:02}", rack, f"{rack}-C{(place - 1) // 4 + 1}", "in", weapon(number)
            )
            every.append(_lived_in(plain))
    return tuple((changes or {}).get(position.id, position) for position in every)


def _lived_in(plain: PositionView) -> PositionView:
    match plain.id:
        case "R1-04":
            return replace(
                plain,
                state="out",
                holder=LY,
                since_ms=NOON_MS - 7_200_000,
                due_ms=NOON_MS + 14_100_000,
            )
        case "R2-09":
            return replace(
                plain,
                state="out",
                holder=SOK,
                since_ms=NOON_MS - 90_000_000,
                due_ms=NOON_MS - 3_900_000,
                overdue=True,
            )
        case "R2-05":
            return replace(plain, state="doubt", cause="interrupted")
        case "R2-12":
            return replace(plain, state="empty", weapon=None)
        case _:
            return plain


CABLES = tuple(
    CableView(f"{rack}-C{number}", rack, open=False, released=False)
    for rack in ("R1", "R2")
    for number in (1, 2, 3)
)


def with_cable(wanted: str, *, opened: bool) -> tuple[CableView, ...]:
    """Return the cables, one of them released, and open if `opened`."""
    return tuple(
        replace(cable, open=opened, released=True) if cable.id == wanted else cable
        for cable in CABLES
    )


def count_of(state: str = "first", *differences: DifferenceView) -> CountView:
    """Return a count that is as far as this."""
    whose = None if state == "sign" else SOK
    return CountView(7, "monthly", "R1", state, whose, 6, 12, NOON_MS, differences, 1)


DIFFERENCES = (
    DifferenceView("R1-07", "wrong_position", weapon(4), adjustable=True),
    DifferenceView("R1-08", "missing", weapon(8)),
    DifferenceView("R2-11", "one_character_off", weapon(3)),
    DifferenceView("R2-12", "unregistered", None, adjustable=False, adjusted=True),
)
DUE = (
    DueCountView("daily", 0, overdue=True),
    DueCountView("monthly", NOON_MS + 3_600_000, overdue=False),
)
LAST = LastCountView(6, "monthly", "", NOON_MS - 60_000, (SOK, CHAN), 24, 2, 1, "1041/5f1d0c9b")
COUNTING = {Stage.COUNT_SCAN, Stage.COUNT_STEEL, Stage.COUNT_CABLE}


def view_of(stage: Stage = Stage.IDLE, **changes: object) -> BayView:
    """Return the sample bay at a stage, with the visit that belongs to it."""
    cables = CABLES
    if stage in {Stage.CABLE_OPEN, Stage.WRONG_WEAPON, Stage.WRONG_BLOCKED, Stage.SHUT_NOW}:
        cables = with_cable("R1-C2", opened=True)
    elif stage is Stage.OPEN_NOW:
        cables = with_cable("R1-C2", opened=False)
    plain = BayView(
        version=7,
        seq=1042,
        head="5f1d0c9b7a3e44d2b6a1908f7e6d5c4b3a29181706f5e4d3c2b1a09f8e7d6c5b",
        kiosk="R-01",
        now_ms=NOON_MS,
        now_mono=START_MONO,
        stage=stage,
        page=f"the page {stage}",
        visit=visit_of(stage),
        positions=positions(),
        cables=cables,
        faults=(FaultView("book_broken", ""),) if stage is Stage.HALTED else (),
        simulated=True,
        count=count_of() if stage in COUNTING else None,
    )
    plain = with_service(with_shift(plain))
    return replace(plain, **changes)  # type: ignore[arg-type]  # a test names real fields


def visit_of(stage: Stage) -> Visit:
    """Return the visit that belongs to a stage."""
    if stage in {Stage.IDLE, Stage.HALTED}:
        return Visit()
    here = Visit(person=SOK, until_mono=START_MONO + 18_000, tries_left=5, magazines=2, rounds=60)
    about = replace(
        here,
        weapon=weapon(7),
        position="R1-07",
        cable="R1-C2",
        purpose="issue",
        exposed=tuple(weapon(number) for number in (5, 6, 7, 8)),
    )
    back = replace(
        here, weapon=weapon(4), position="R1-04", cable="R1-C1", purpose="return", exposed=()
    )
    passing = replace(here, weapon=weapon(4))
    corrected = replace(
        here,
        person=LY,
        matter="correction",
        changes=(
            ChangeView("unit", "Battambang depot", "Kampong Thom depot"),
            ChangeView("role", "officer", "custodian"),
        ),
        why="moved with the new order of March",
    )
    visits = {
        Stage.COUNTER_SIGN: about,
        Stage.COUNTER_SIGN_PIN: replace(about, second=CHAN),
        Stage.DOUBT_SECOND: replace(about, person=CHAN),
        Stage.OPEN_NOW: about,
        Stage.CABLE_OPEN: about,
        Stage.WRONG_WEAPON: replace(about, wrong=1, scanned=weapon(6)),
        Stage.WRONG_BLOCKED: replace(about, wrong=2, scanned=weapon(8)),
        Stage.SHUT_NOW: replace(about, taken=True),
        Stage.COUNT: replace(about, taken=True),
        Stage.COUNT_SCAN: replace(here, position="R1-07", cable="R1-C2"),
        Stage.COUNT_STEEL: replace(here, position="R1-07", cable="R1-C2"),
        Stage.COUNT_CABLE: replace(here, cable="R1-C2"),
        Stage.COUNT_SECOND: replace(here, person=CHAN, position="R1-07", cable="R1-C2"),
        Stage.RETURN_CLEAR: back,
        Stage.RETURN_WITNESS: back,
        Stage.RETURN_WITNESS_PIN: replace(back, second=CHAN),
        Stage.RETURN_REPORT: back,
        Stage.ENROL_VOUCHER_PIN: replace(here, second=CHAN),
        Stage.ENROL_VOUCHER: replace(here, lent_ms=NOON_MS + 8 * 3_600_000),
        Stage.ENROL_BADGE: replace(here, vouchers=2, lent_ms=NOON_MS + 8 * 3_600_000),
        Stage.ENROL_PIN: replace(here, vouchers=2),
        Stage.PASSING_BADGE: passing,
        Stage.PASSING_PIN: replace(passing, second=LY),
        Stage.PASSING_SIGN: replace(passing, taker=LY),
        Stage.VOUCH: replace(corrected, reverses=206_122),
        Stage.VOUCH_PIN: replace(corrected, second=CHAN, vouchers=1),
    }
    return (visits | rack_visits(here)).get(stage, here)


FACTS = {
    "name": "Sok Vanna",
    "weapon": "Type 56",
    "serial": "56-1 2305173",
    "position": "R1-07",
    "rack": "R1",
    "cable": "R1-C2",
    "tries_left": "3",
    "due": "18:00",
    "counter": "Sok Vanna",
    "incoming": "Chan Dara",
}


def outcome(kind: str, reason: str = "", seq: int = 1042) -> Outcome:
    """Return an outcome that has just happened."""
    return Outcome(seq, kind, START_MONO, reason, FACTS)


ALARM = AlarmView("forced", "R1-C2", NOON_MS - 30_000)
SECRET_CALL = AlarmView("duress", "button", NOON_MS - 30_000)
"""What nobody at the bay may see."""

BOOK = (
    Line(1042, NOON_MS, "weapon.issued", {"officer": "12-0417", "weapon": "1030000747"}),
    Line(1041, NOON_MS - 9_000, "cable.opened", {"cable": "R1-C2"}),
    Line(1040, NOON_MS - 14_000, "release.granted", {"cable": "R1-C2", "purpose": "issue"}),
    Line(1039, NOON_MS - 21_000, "pin.accepted", {"officer": "12-0417"}),
    Line(1038, NOON_MS - 30_000, "session.opened", {"officer": "12-0417"}),
    Line(1037, NOON_MS - 900_000, "refused", {"reason": "no_mission", "officer": "12-0301"}),
)


def bench_parts() -> tuple[BenchPart, ...]:
    """Return a bench of everything: two readers, badges, weapons, cables, lamps."""
    people = (SOK, LY, CHAN, PersonFace("12-0001", "Keo Borin", "កែវ បូរិន", "", "chief"))
    badges = tuple(
        BenchPart("badge", f"B-{number:05}-3", person.name, person.role)
        for number, person in enumerate(people, 17)
    )
    weapons = tuple(
        BenchPart("weapon", weapon(number).number, weapon(number).name, weapon(number).serial)
        for number in range(1, 25)
    )
    cables = tuple(BenchPart("cable", cable.id, cable.id, on=cable.open) for cable in CABLES)
    readers = (
        BenchPart("reader", "badge", "badge", on=True),
        BenchPart("reader", "weapon", "weapon", on=True),
    )
    lamps = (
        *(BenchPart("output", f"bolt {cable.id}", f"bolt {cable.id}") for cable in CABLES),
        BenchPart("output", "siren", "siren"),
    )
    return readers + badges + weapons + cables + lamps
