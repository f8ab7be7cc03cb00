"""Who may do what: every role at every desk's work, and at every tap of the screen.

The tables are the specification. Work or a tap that is new fails here until somebody has written
down who may do it: `role_works.WORKS` has a row for each member of `service.works.Work`, `TAPS` one
for each of `service.protocol.Tap`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import pytest

from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.observations.service_mode import ServiceWanted
from kiosk.rules.things import (
    BadgeText,
    Certificate,
    Mission,
    Officer,
    Person,
    Role,
    WeaponType,
)
from kiosk.service import protocol as p
from kiosk.service import rack_taps as rt
from kiosk.service import works as w
from kiosk.service.loss_taps import TellLoss
from kiosk.service.protocol import WorkDone
from kiosk.service.views import Stage
from tests.service.role_works import PEOPLE, PIN, SECONDS, WORKS, Row, nothing, out_with_somebody
from tests.service.small_bay import (
    BADGES,
    CHIEF,
    CUSTODIAN,
    FAR_MS,
    PINS,
    RIFLE,
    SmallBay,
)

pytestmark = pytest.mark.promise("P10")

TRIES = (e.PinAccepted, e.PinRefused, e.PinLocked, e.Refused)


@contextmanager
def standing(folder: Path) -> Iterator[SmallBay]:
    """Return a bay that has somebody of each role, with a PIN."""
    bay = SmallBay(folder)
    with bay.turning(over_socket=False):
        for role, number in PEOPLE.items():
            know(bay, Officer(number, f"Some {role}", role=role))
        yield bay


def know(bay: SmallBay, officer: Officer) -> None:
    """Let the register have somebody, with badge and PIN, a course and an order."""
    course = Certificate(WeaponType("rifle"), FAR_MS)
    order = Mission("M-X", 0, FAR_MS)
    bay.book.known[officer.number] = Person(
        replace(officer, certificates=(course,)), missions=(order,)
    )
    bay.book.sealed[officer.number] = bay.book.seal(PIN)
    bay.book.badges[BadgeText(badge_of(officer.role))] = officer.number


def signed(bay: SmallBay, row: Row, number: str, pin: str = PIN) -> tuple[WorkDone, list[e.Entry]]:
    """Return what came of some work, and the lines that were written about it."""
    row.prepared(bay)
    work, before = row.work(bay), len(bay.book.lines)
    done = bay.face.sign(number, pin, work)
    return done, bay.book.lines[before:]


def test_every_work_has_its_row() -> None:
    assert set(WORKS) == set(get_args(w.Work))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", WORKS, ids=lambda kind: kind.__name__)
def test_a_role_may_sign_for_what_its_row_says_and_for_nothing_else(
    kind: type[Any], role: Role, tmp_path: Path
) -> None:
    row = WORKS[kind]
    with standing(tmp_path) as bay:
        done, lines = signed(bay, row, PEOPLE[role])
    if role in row.allowed:
        assert done.reason == ""
        assert not all(isinstance(line, TRIES) for line in lines), "something was done"
    else:
        assert done.reason == "wrong_role"
        assert [line.KIND for line in lines] == ["pin.accepted", "refused"]


@pytest.mark.parametrize("kind", WORKS, ids=lambda kind: kind.__name__)
def test_nobody_signs_who_left_or_is_on_hold_or_types_a_wrong_pin(
    kind: type[Any], tmp_path: Path
) -> None:
    row = WORKS[kind]
    with standing(tmp_path) as bay:
        for role in sorted(row.allowed):
            there = Officer(PEOPLE[role], "x", role=role)
            for other in (replace(there, active=False), replace(there, hold=True)):
                know(bay, other)
                done, lines = signed(bay, row, PEOPLE[role])
                assert done.reason == "wrong_role"
                assert all(isinstance(line, TRIES) for line in lines)
            know(bay, there)
            done, lines = signed(bay, row, PEOPLE[role], "000000")
            assert done.reason == "pin_wrong"
            assert [line.KIND for line in lines] == ["pin.refused"]
        done, lines = signed(bay, row, "nobody")
        assert done.reason == "unknown_officer"
        assert [line.KIND for line in lines] == ["refused"]


# -------------------------------------------------------------------- taps at the screen
EVERYBODY = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
"""No role lets anybody do this: it is asked for where a visit has come to it, of whoever is at it.
Who that is, is tried in tests/rules; here it is tried that no role gets there by itself."""


@dataclass(frozen=True)
class Touch:
    """Who may tap something, with badge and PIN and nothing else begun; `refused`: the others."""

    allowed: frozenset[Role]
    tap: p.Tap
    refused: str = "not_now"
    prepared: Callable[[SmallBay], None] = nothing
    seconds_refused: str = ""
    """Why not, to a custodian or chief who may, and has not come to it; empty: as to the others."""


def a_stand_to(bay: SmallBay) -> None:
    """Let two people have begun a stand-to, and both have gone."""
    bay.enters(CUSTODIAN)
    bay.face.tap(p.BeginStandTo("attack"))
    bay.shows(BADGES[CHIEF])
    bay.until(Stage.COUNTER_SIGN_PIN)
    bay.face.tap(p.Pin(PINS[CHIEF]))
    bay.face.tap(p.Cancel())


def a_service_mode(bay: SmallBay) -> None:
    """Let a technician and the chief have opened service mode, and both have gone."""
    bay.local.ask(lambda _, at: ServiceWanted(at, "pi", "a new reader"))
    for badge, pin in ((badge_of(Role.TECHNICIAN), PIN), (BADGES[CHIEF], PINS[CHIEF])):
        bay.until(Stage.SERVICE_BADGE)
        bay.shows(badge)
        bay.until(Stage.SERVICE_PIN)
        bay.face.tap(p.Pin(pin))
    bay.until(Stage.IDLE)


def a_doubt(bay: SmallBay) -> None:
    """Let cable B be forced, and the custodian come for the alarm: its positions are in doubt."""
    bay.pulls("B", opened=True)
    bay.until(Stage.IDLE)
    bay.wait_for(lambda view: any(alarm.cause == "forced" for alarm in view.alarms))
    bay.pulls("B", opened=False)
    bay.enters(CUSTODIAN)
    bay.face.tap(p.Cancel())


TAPS: dict[type[Any], Touch] = {
    p.Pin: Touch(EVERYBODY, p.Pin(PIN)),
    p.Choose: Touch(EVERYBODY, p.Choose(RIFLE)),
    p.WantReturn: Touch(EVERYBODY, p.WantReturn()),
    p.Cancel: Touch(EVERYBODY, p.Cancel()),
    p.CallChief: Touch(EVERYBODY, p.CallChief()),
    p.Look: Touch(SECONDS, p.Look("B1", present=True), "wrong_role", a_doubt),
    p.OrderCount: Touch(SECONDS, p.OrderCount("monthly", ""), "wrong_role"),
    p.NewPin: Touch(NOBODY, p.NewPin("493817", "493817")),
    rt.WantRacking: Touch(
        frozenset({Role.CUSTODIAN, Role.ARMOURER}), rt.WantRacking(), "wrong_role"
    ),
    rt.ReadSteel: Touch(NOBODY, rt.ReadSteel("0017")),
    rt.SayAgreement: Touch(NOBODY, rt.SayAgreement()),
    rt.SayCleaned: Touch(NOBODY, rt.SayCleaned()),
    rt.TellPhoto: Touch(NOBODY, rt.TellPhoto("later")),
    rt.ChoosePlace: Touch(NOBODY, rt.ChoosePlace("")),
    p.SayRounds: Touch(NOBODY, p.SayRounds(1, 2)),
    p.ShowClear: Touch(NOBODY, p.ShowClear()),
    p.Report: Touch(NOBODY, p.Report(1, 2)),
    p.Count: Touch(NOBODY, p.Count(2)),
    p.StartCount: Touch(NOBODY, p.StartCount(), "no_count"),
    p.SayEmpty: Touch(NOBODY, p.SayEmpty()),
    p.SayNoMark: Touch(NOBODY, p.SayNoMark()),
    p.Engraving: Touch(NOBODY, p.Engraving("0017")),
    p.SignCount: Touch(NOBODY, p.SignCount(), "no_count"),
    p.AdjustCount: Touch(NOBODY, p.AdjustCount("A1"), "not_adjustable"),
    p.WantHandover: Touch(SECONDS, p.WantHandover(offers=False), "wrong_role"),
    p.WantPassing: Touch(NOBODY, p.WantPassing(), "passing_off"),
    TellLoss: Touch(
        SECONDS, TellLoss(RIFLE, "lost", "now"), "not_yours_to_report", out_with_somebody
    ),
    p.EndService: Touch(SECONDS | {Role.TECHNICIAN}, p.EndService(), "wrong_role", a_service_mode),
    p.CountCable: Touch(NOBODY, p.CountCable(2)),
    p.SeeKey: Touch(NOBODY, p.SeeKey(present=True)),
    p.ReadSeal: Touch(NOBODY, p.ReadSeal("00417")),
    p.AcceptPoint: Touch(NOBODY, p.AcceptPoint()),
    p.BeginStandTo: Touch(SECONDS, p.BeginStandTo("attack"), "wrong_role"),
    p.ManStandTo: Touch(SECONDS, p.ManStandTo(), "wrong_role", a_stand_to),
    p.EndStandTo: Touch(SECONDS, p.EndStandTo(), "wrong_role", a_stand_to),
    p.FreeCable: Touch(NOBODY, p.FreeCable("A"), "wrong_role", a_stand_to, "no_stand_to"),
}
"""Who may tap what at the screen."""


def test_every_tap_has_its_row() -> None:
    assert set(TAPS) == set(get_args(p.Tap))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", TAPS, ids=lambda kind: kind.__name__)
def test_a_role_at_the_screen_may_tap_what_its_row_says_and_nothing_else(
    kind: type[Any], role: Role, tmp_path: Path
) -> None:
    touch = TAPS[kind]
    with standing(tmp_path) as bay:
        touch.prepared(bay)
        bay.shows(badge_of(role))
        bay.until(Stage.PIN)
        if kind is not p.Pin:
            assert bay.face.tap(p.Pin(PIN)).stage is Stage.CHOOSE
        before = len(bay.book.lines)
        bay.face.tap(touch.tap)
        lines = bay.book.lines[before:]
    refused = [line.reason for line in lines if isinstance(line, e.Refused)]
    if role in touch.allowed:
        assert refused == []
        assert lines, "something was done"
    else:
        trusted = role in SECONDS and bool(touch.seconds_refused)
        assert refused == [touch.seconds_refused if trusted else touch.refused]
        assert [line.KIND for line in lines] == ["refused"]


def badge_of(role: Role) -> str:
    """Return the badge of who is tried."""
    return number(Kind.BADGE, 2, 1 + [*Role].index(role))
