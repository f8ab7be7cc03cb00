"""The name of a page says what it asks and of whom, and nothing of the bay around it."""

from dataclasses import replace

import pytest

from kiosk.rules.bay import Alarm, Asked, Bay, Enrolling, Returning, Session
from kiosk.rules.entries import AlarmCause
from kiosk.rules.things import CableId, OfficerNumber, PositionId, Rounds, WeaponNumber
from kiosk.service.stages import page_of, stage_of
from kiosk.service.views import Stage
from tests.service.small_bay import CHIEF, CUSTODIAN, OFFICER, OTHER, RIFLE, small_settings

EMPTY = Bay(small_settings().policy)
ASKED = Asked(WeaponNumber(RIFLE), Rounds(), "M-1", 0, needs_second=True)
THERE = Session(OFFICER, 0, passed=True, asked=ASKED, second=CUSTODIAN)


def named(session: Session | None, taps: int = 0) -> str:
    """Return the name of the page of a session."""
    return page_of(replace(EMPTY, session=session), taps)


@pytest.mark.parametrize(
    "other",
    [
        None,
        Session(OFFICER, 0),
        replace(THERE, officer=CHIEF),
        replace(THERE, second=CHIEF),
        replace(THERE, second=None),
        replace(THERE, asked=replace(ASKED, weapon=WeaponNumber(OTHER))),
        replace(THERE, wants_return=True),
    ],
)
def test_another_question_or_another_person_is_another_page(other: Session | None) -> None:
    assert named(other) != named(THERE)


def test_a_badge_for_one_officer_is_another_page_than_one_for_the_next() -> None:
    """Nobody's new PIN may become somebody else's."""
    one, next_one = (
        Session(None, 0, enrolling=Enrolling(who, (CHIEF, CUSTODIAN)))
        for who in (OFFICER, OfficerNumber("O-2"))
    )
    assert named(one) != named(next_one)


def test_a_page_is_another_one_after_each_tap() -> None:
    assert len({named(THERE, taps) for taps in range(3)}) == 3
    assert len({named(None, taps) for taps in range(3)}) == 3


def test_what_happens_around_it_leaves_a_page_as_it_is() -> None:
    alarm = Alarm(AlarmCause.FORCED, "B", 0)
    around = replace(
        EMPTY,
        session=replace(THERE, until=99),
        alarms={(alarm.cause, "B"): alarm},
        open_cables=frozenset({CableId("B")}),
    )
    assert page_of(around, 0) == named(THERE)
    assert named(THERE).startswith(Stage.COUNTER_SIGN_PIN)


BACK = Returning(RIFLE, WeaponNumber(RIFLE), OFFICER, None, needs_witness=True)


@pytest.mark.parametrize(
    ("session", "stage"),
    [
        (Session(CUSTODIAN, 0, passed=True, looked=PositionId("A1")), Stage.DOUBT_SECOND),
        (
            Session(CUSTODIAN, 0, passed=True, looked=PositionId("A1"), second=CHIEF),
            Stage.COUNTER_SIGN_PIN,
        ),
        (Session(None, 0, returning=BACK), Stage.RETURN_CLEAR),
        (Session(None, 0, returning=BACK, second=CHIEF), Stage.COUNTER_SIGN_PIN),
        (Session(None, 0, returning=replace(BACK, shown=True)), Stage.RETURN_WITNESS),
        (
            Session(None, 0, returning=replace(BACK, shown=True), second=CHIEF),
            Stage.RETURN_WITNESS_PIN,
        ),
        (
            Session(None, 0, returning=replace(BACK, shown=True, witness=CHIEF), second=CUSTODIAN),
            Stage.COUNTER_SIGN_PIN,
        ),
        (Session(None, 0, returning=replace(BACK, shown=True, witness=CHIEF)), Stage.RETURN_REPORT),
    ],
)
def test_whoever_is_asked_for_a_pin_finds_the_pad(session: Session, stage: Stage) -> None:
    """Also who came for an alarm while a weapon is handed in."""
    assert stage_of(replace(EMPTY, session=session)) is stage
