"""The chief's watch through the hatch: the same answers inside and over the socket."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.registry import lens as registry_lens
from kiosk.registry.book import Book
from kiosk.registry.keys import HeadKey, key_from_text
from kiosk.registry.lens import report
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay, Custody
from kiosk.rules.lens.lenses import Lens, Level
from kiosk.rules.rungs import Tells
from kiosk.rules.things import BadgeText, Moment, Officer, OfficerNumber, Role, Rounds
from kiosk.service import picture_watch
from kiosk.service.client import HatchRefused
from kiosk.service.picture_names import Names
from kiosk.service.protocol import KioskSilent
from kiosk.service.server import SocketServer
from kiosk.service.watch.desk import KEPT_MS, LocalWatch, watch_answers
from kiosk.service.watch.remote import RemoteWatch
from kiosk.service.watch.views import DayView, Watch
from tests.keeper.fakes import FakeClock, FakeRegister
from tests.registry.samples import AKM, PLACE, POLICY, SOK, a_visit, open_here

CHIEF, CUSTODIAN, GONE = (OfficerNumber(name) for name in ("H-1", "K-1", "X-1"))
OFFICERS = tuple(OfficerNumber(f"O-{number}") for number in range(5))
DAY_MS = 86_400_000
NOON_MS = 20_300 * DAY_MS + 5 * 3_600_000


def at(day: int) -> Moment:
    return Moment(NOON_MS + day * DAY_MS, 5_000, "b")


def issue(day: int, officer: OfficerNumber, by: OfficerNumber) -> tuple[e.Entry, ...]:
    granted = e.ReleaseGranted(
        at(day), e.Purpose.ISSUE, PLACE.cable, PLACE.id, AKM.number, officer, (), by=by
    )
    return e.SessionOpened(at(day), officer, BadgeText("9")), granted


def patterned() -> list[e.Entry]:
    """Return a month in which one officer waits for the custodian, and another for the chief."""
    book: list[e.Entry] = []
    for day in range(40):
        for place, officer in enumerate(OFFICERS[:3]):
            book += issue(day, officer, (CUSTODIAN, SOK.number, CHIEF)[(day + place) % 3])
        book += [*issue(day, OFFICERS[3], CUSTODIAN), *issue(day, OFFICERS[4], CHIEF)]
    return book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with closing(open_here(tmp_path / "book")) as book:
        people = [
            Officer(CHIEF, "Tep Borey", "ទេព បូរី", role=Role.CHIEF),
            Officer(CUSTODIAN, "Chan Dara", role=Role.CUSTODIAN),
            Officer(GONE, "Gone", role=Role.CHIEF, active=False),
            *(Officer(number, number) for number in OFFICERS),
        ]
        book.journal.append(a_visit())
        book.journal.append([e.OfficerRegistered(at(0), one, "x") for one in people])
        book.journal.append(patterned())
        yield book


@dataclass
class Desk:
    """A watch, and the clock behind it."""

    watch: Watch
    clock: FakeClock


@pytest.fixture(params=["local", "remote"])
def desk(request: pytest.FixtureRequest, book: Book, tmp_path: Path) -> Iterator[Desk]:
    clock = FakeClock()
    local = LocalWatch(book.facts, book.days, book.lenses, POLICY, clock.now)
    if request.param == "local":
        yield Desk(local, clock)
        return
    with ExitStack() as opened:
        path = tmp_path / "hatch"
        server = opened.enter_context(SocketServer(path, watch_answers(local)))
        server.open()
        opened.callback(server.shutdown)
        yield Desk(opened.enter_context(closing(RemoteWatch(path))), clock)


def test_the_chief_reads_the_days_and_nobody_else_does(desk: Desk) -> None:
    days = desk.watch.days(CHIEF).days
    assert len(days) == 41
    assert isinstance(days[0], DayView)
    assert days[-1].out == 0
    assert len(desk.watch.days(CHIEF, 7).days) == 7
    for who, reason in ((CUSTODIAN, "wrong_role"), (GONE, "wrong_role"), ("?", "unknown_officer")):
        assert desk.watch.days(who).reason == reason
        assert desk.watch.lens(who).reason == reason
        assert desk.watch.lens(who).patterns == ()


def test_the_chief_is_told_of_custodians_and_of_the_chief_only_a_number(desk: Desk) -> None:
    page = desk.watch.lens(CHIEF)
    (pattern,) = page.patterns
    assert pattern.lens == "same_pair"
    assert [one.number for one in pattern.people] == [OFFICERS[3], CUSTODIAN]
    assert pattern.people[1].name == "Chan Dara"
    assert (pattern.seen, pattern.of) == (40, 40)
    assert page.above == 1
    assert CHIEF not in repr(page)
    assert page.lenses == tuple(lens.value for lens in Lens)
    assert page.head.partition("/")[0].isdecimal()


def test_what_was_seen_is_kept_for_an_hour_and_looked_at_anew(desk: Desk, book: Book) -> None:
    first = desk.watch.lens(CHIEF)
    book.journal.append(issue(41, OFFICERS[0], CUSTODIAN))
    assert desk.watch.lens(CHIEF) == first
    desk.clock.pass_ms(KEPT_MS)
    assert desk.watch.lens(CHIEF).entries > first.entries


def test_a_register_that_does_not_answer_is_a_kiosk_that_does_not(desk: Desk, book: Book) -> None:
    book.days.close()
    book.lenses.close()
    with pytest.raises(KioskSilent):
        desk.watch.days(CHIEF)
    with pytest.raises(KioskSilent):
        desk.watch.lens(CHIEF)


@pytest.mark.parametrize("limit", [0, -1, 367, "9", True, None])
def test_a_question_that_is_not_whole_is_refused(book: Book, tmp_path: Path, limit: object) -> None:
    local = LocalWatch(book.facts, book.days, book.lenses, POLICY, FakeClock().now)
    with ExitStack() as opened:
        server = opened.enter_context(SocketServer(tmp_path / "hatch", watch_answers(local)))
        server.open()
        opened.callback(server.shutdown)
        remote = opened.enter_context(closing(RemoteWatch(tmp_path / "hatch")))
        with pytest.raises(HatchRefused):
            remote.days(CHIEF, limit)  # type: ignore[arg-type]  # what a stranger may send
        with pytest.raises(HatchRefused):
            remote.lens(7)  # type: ignore[arg-type]  # as above


# ------------------------------------------------------------------ the report one level up
def test_the_report_names_everybody_and_nobody_alters_it(book: Book) -> None:
    seen = book.lenses.look(POLICY)
    note = report(seen, book.key)
    said = json.loads(note.partition("\n\n")[0])
    assert {tuple(one["people"]): one["told_to"] for one in said["findings"]} == {
        (OFFICERS[3], CUSTODIAN): "chief", (OFFICERS[4], CHIEF): "above",
    }  # fmt: skip
    public = key_from_text(book.key.text)
    assert public.vouches_for(note)
    assert not public.vouches_for(note.replace(CHIEF, CUSTODIAN))
    assert not public.vouches_for(note.replace('"told_to": "above"', '"told_to": "chief"'))
    assert not public.vouches_for(note.rpartition("—")[0])
    assert not HeadKey("btb-1", bytes(32)).vouches_for(note)
    assert not HeadKey("other", public.raw).vouches_for(note)


def test_the_lenses_look_no_further_back_than_they_are_asked(book: Book) -> None:
    quarter, month = book.lenses.look(POLICY), book.lenses.look(POLICY, 10)
    assert month.entries == 10 * 10 + 10
    assert month.since_ms == quarter.until_ms - 10 * DAY_MS
    assert len(month.told_to(Level.CHIEF)) <= len(quarter.told_to(Level.CHIEF)) == 1


def test_an_empty_book_shows_nothing(tmp_path: Path) -> None:
    with closing(open_here(tmp_path)) as book:
        assert book.lenses.look(POLICY).findings == ()
        assert book.days.newest(9) == ()


def test_the_lenses_read_in_bites(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = book.lenses.look(POLICY)
    monkeypatch.setattr(registry_lens, "AT_ONCE", 7)
    assert book.lenses.look(POLICY) == whole


# ------------------------------------------------------------------ what every screen is told
def test_a_screen_is_told_of_whom_somebody_was_told() -> None:
    register = FakeRegister()
    register.follow(a_visit())
    told = frozenset({Tells.CHIEF, Tells.HOLDER})
    bay = Bay(
        POLICY,
        homes={AKM.number: PLACE.id},
        out={AKM.number: Custody(SOK.number, 1, 2, "M-7", Rounds())},
        late={AKM.number: told},
    )
    (late,) = picture_watch.late(bay, Names(register))
    assert (late.weapon.number, late.position, late.mission) == (AKM.number, PLACE.id, "M-7")
    assert late.told == ("holder", "chief"), "in the order of the ladder"
    assert late.holder is not None
    assert late.holder.number == SOK.number
