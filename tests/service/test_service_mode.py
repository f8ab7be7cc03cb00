"""Service mode at the hatch: asked for by a command, opened at the reader, seen on every screen."""

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.readings import CardScan, ScanRejected
from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import BadgeText, Officer, OfficerNumber, Person, Role
from kiosk.service import protocol as p
from kiosk.service.client import Conversation, HatchRefused
from kiosk.service.server import SocketServer
from kiosk.service.service_mode import TEXT_MAX, RemoteServiceMode, service_answers
from kiosk.service.views import BayView, Stage
from tests.service.small_bay import BADGES, CHIEF, PINS, RIFLE, SmallBay

TECHNICIAN = OfficerNumber("T-1")
TECHNICIANS_BADGE = BadgeText(number(Kind.BADGE, 1, 51))
TECHNICIANS_PIN = "715930"


@pytest.fixture(params=["local", "remote"])
def bay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallBay]:
    bay = SmallBay(tmp_path)
    with bay.turning(over_socket=request.param == "remote"):
        bay.book.known[TECHNICIAN] = Person(
            Officer(TECHNICIAN, "Lim Dara", "លឹម ដារ៉ា", role=Role.TECHNICIAN)
        )
        bay.book.sealed[TECHNICIAN] = bay.book.seal(TECHNICIANS_PIN)
        bay.book.badges[TECHNICIANS_BADGE] = TECHNICIAN
        yield bay


def mode(bay: SmallBay) -> RemoteServiceMode:
    """Return how a command asks."""
    return RemoteServiceMode(Path(bay.settings.kiosk.socket))


def vouch(bay: SmallBay, *, chief: bool) -> BayView:
    """Let one of the two show badge and PIN."""
    bay.until(Stage.SERVICE_BADGE)
    bay.shows(BADGES[CHIEF] if chief else TECHNICIANS_BADGE)
    bay.until(Stage.SERVICE_PIN)
    return bay.face.tap(p.Pin(PINS[CHIEF] if chief else TECHNICIANS_PIN))


def opened(bay: SmallBay) -> BayView:
    """Let both have opened service mode."""
    assert mode(bay).begin("a new reader").reason == ""
    vouch(bay, chief=False)
    vouch(bay, chief=True)
    return bay.until(Stage.IDLE)


@pytest.mark.promise("P10")
def test_every_screen_says_who_is_awaited_and_then_that_it_is_on(bay: SmallBay) -> None:
    assert bay.face.view().service is None
    assert mode(bay).begin("a new reader").seq > 0
    view = bay.until(Stage.SERVICE_BADGE)
    assert view.service is not None
    assert (view.service.running, view.service.awaits) == (False, "technician")
    assert view.service.why == "a new reader"
    assert vouch(bay, chief=False).stage is Stage.SERVICE_BADGE
    view = bay.face.view()
    assert view.service is not None
    assert (view.service.awaits, view.service.people[0].name) == ("chief", "Lim Dara")
    view = vouch(bay, chief=True)
    assert view.stage is Stage.IDLE
    assert view.service is not None
    assert view.service.running
    assert [who.number for who in view.service.people] == [TECHNICIAN, CHIEF]
    assert view.service.until_ms - view.service.since_ms == 3_600_000
    assert view.outcome is not None
    assert view.outcome.kind == "service.begun"


def test_the_account_that_asks_is_the_kernel_s_word(bay: SmallBay) -> None:
    opened(bay)
    (begun,) = (line for line in bay.book.lines if isinstance(line, e.ServiceBegun))
    assert begun.account not in {"", "pi"}
    assert mode(bay).end().seq > 0
    (ended,) = (line for line in bay.book.lines if isinstance(line, e.ServiceEnded))
    assert (ended.how, ended.by) == (e.ServiceEnd.ASKED, begun.account)
    assert bay.face.view().service is None


def test_what_is_refused_is_told_with_its_reason(bay: SmallBay) -> None:
    assert mode(bay).end().reason == "not_in_service"
    assert mode(bay).trial("buzzer").reason == "not_in_service"
    assert mode(bay).begin(" ").reason == "no_reason_given"
    opened(bay)
    assert mode(bay).trial("lock", "Z").reason == "unknown_device"
    assert mode(bay).trial("reader", "none").reason == "unknown_device"


def test_a_lock_is_tried_page_by_page_and_told(bay: SmallBay) -> None:
    opened(bay)
    assert mode(bay).trial("lock", "A").reason == ""
    view = bay.until(Stage.SERVICE_BADGE)
    assert view.service is not None
    assert (view.service.awaits, view.service.exposed) == ("both", 2)
    assert view.service.trial is not None
    assert (view.service.trial.of, view.service.trial.about) == ("lock", "A")
    view = vouch(bay, chief=True)
    assert view.service is not None
    assert view.service.awaits == "technician"
    view = vouch(bay, chief=False)
    assert view.stage is Stage.OPEN_NOW
    assert (view.visit.purpose, view.visit.weapon, view.visit.cable) == ("test", None, "A")
    assert len(view.visit.exposed) == 2
    assert bay.bolts[next(iter(bay.bolts))].is_on
    bay.pulls("A", opened=True)
    bay.until(Stage.CABLE_OPEN)
    assert not bay.bolts[next(iter(bay.bolts))].is_on
    bay.pulls("A", opened=False)
    bay.until(Stage.COUNT)
    view = bay.face.tap(p.Count(2))
    assert view.stage is Stage.IDLE
    assert view.service is not None
    assert view.service.trial is None
    assert view.service.last is not None
    assert view.service.last.found == ("opened", "shut")


@pytest.mark.parametrize(
    ("says", "found"),
    [
        (None, ("text", "10", BADGES[CHIEF][-4:])),
        (CardScan("any", "04A2B3C4D5E680", "iso14443a", 56), ("iso14443a", "14", "E680")),
        (CardScan("any", "0417", "em4100", 40), ("em4100", "4", "")),
        (ScanRejected("any", "too_long"), ("rejected", "too_long")),
    ],
)
def test_what_a_reader_reads_while_it_is_tried_is_told_and_nothing_else(
    bay: SmallBay, says: CardScan | ScanRejected | None, found: tuple[str, ...]
) -> None:
    """P10: a badge that is held before it opens no visit, and is not told whole."""
    opened(bay)
    assert mode(bay).trial("reader", "any").reason == ""
    bay.wait_for(lambda view: view.service is not None and view.service.trial is not None)
    if says is None:
        bay.shows(BADGES[CHIEF])
    else:
        bay.inbox.put(says)
    view = bay.wait_for(lambda view: view.service is not None and view.service.last is not None)
    assert view.service is not None
    assert view.service.last is not None
    assert view.service.last.found == found
    assert view.stage is Stage.IDLE
    assert not any(isinstance(line, e.SessionOpened) for line in bay.book.lines)


def test_the_reader_is_itself_again_after_what_it_said_first(bay: SmallBay) -> None:
    opened(bay)
    mode(bay).trial("reader", "any")
    bay.shows(RIFLE)
    bay.wait_for(lambda view: view.service is not None and view.service.last is not None)
    bay.shows(BADGES[CHIEF])
    bay.until(Stage.PIN)


def test_who_ends_it_at_the_screen_goes_on_there(bay: SmallBay) -> None:
    opened(bay)
    bay.shows(BADGES[CHIEF])
    bay.until(Stage.PIN)
    assert bay.face.tap(p.Pin(PINS[CHIEF])).stage is Stage.CHOOSE
    view = bay.face.tap(p.EndService())
    assert (view.stage, view.service) == (Stage.CHOOSE, None)
    assert view.outcome is not None
    assert view.outcome.kind == "service.ended"


@pytest.mark.promise("P6")
def test_nothing_is_issued_and_a_return_begins(bay: SmallBay) -> None:
    bay.takes_out()
    bay.face.tap(p.Cancel())
    opened(bay)
    view = bay.enters()
    assert bay.face.tap(p.Choose(RIFLE)).outcome is not None
    bay.face.tap(p.Cancel())
    bay.shows(RIFLE)
    view = bay.until(Stage.RETURN_CLEAR)
    assert view.service is not None


def test_questions_that_are_none_are_not_understood(tmp_path: Path) -> None:
    bay = SmallBay(tmp_path)
    with bay.turning(over_socket=True):
        talk = Conversation(Path(bay.settings.kiosk.socket))
        for wrong in (
            {"ask": "service.begin", "why": 7},
            {"ask": "service.begin", "why": "x" * (TEXT_MAX + 1)},
            {"ask": "service.begin", "why": "two\nlines"},
            {"ask": "service.trial", "of": "siren", "about": ""},
            {"ask": "service.trial", "of": "lock", "about": None},
        ):
            with pytest.raises(HatchRefused):
                talk.ask(wrong)
        talk.close()


@pytest.mark.promise("P10")
def test_the_account_of_the_pages_asks_nothing_of_service_mode(tmp_path: Path) -> None:
    """A face that was taken over begins no service mode and tries nothing."""
    bay = SmallBay(tmp_path)
    face = pwd.getpwuid(os.geteuid()).pw_name
    with SocketServer(tmp_path / "hatch", {}, service_answers(bay.local.ask), face) as server:
        server.open()
        for asked in ("service.begin", "service.end", "service.trial"):
            with pytest.raises(HatchRefused, match="no such question"):
                Conversation(tmp_path / "hatch").ask(
                    {"ask": asked, "why": "x", "of": "lock", "about": "A"}
                )
