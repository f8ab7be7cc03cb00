"""A changed copy is what `dataclasses.replace` would have made, and the value stays as it was."""

import dataclasses

import pytest

from kiosk.rules.bay import (
    Alarm,
    Asked,
    Bay,
    Enrolling,
    PinTries,
    Release,
    Returning,
    Session,
)
from kiosk.rules.change import replace
from kiosk.rules.entries import AlarmCause, Purpose, ReleaseGranted
from kiosk.rules.things import (
    CableId,
    ClockQuality,
    Moment,
    OfficerNumber,
    PositionId,
    Rounds,
    WeaponNumber,
)
from tests.rules.scenes import policy

SOK, RIFLE = OfficerNumber("1"), WeaponNumber("1010000168")
NOW = Moment(1, 1, "boot", ClockQuality.NTP)
GRANT = ReleaseGranted(NOW, Purpose.ISSUE, CableId("A"), PositionId("A-1"), RIFLE, SOK, (RIFLE,))
VALUES = [
    (Bay(policy()), {"session": Session(SOK, 9), "founded": True}),
    (Session(SOK, 9), {"passed": True, "second": OfficerNumber("2")}),
    (Release(GRANT, 9), {"opened_ms": 4, "taken": True}),
    (Asked(RIFLE, Rounds(), "M-1", 7, needs_second=True), {"signed": SOK}),
    (Returning("tag", None, None, None, needs_witness=True), {"shown": True}),
    (Enrolling(SOK), {"vouchers": (SOK,)}),
    (PinTries(), {"refused": 1}),
    (Alarm(AlarmCause.HELP, "", 0), {"answered": SOK}),
]


@pytest.mark.parametrize(("value", "changes"), VALUES)
def test_a_change_is_the_one_that_dataclasses_makes(value: Bay, changes: dict[str, object]) -> None:
    before = dataclasses.replace(value)
    changed = replace(value, **changes)  # type: ignore[arg-type]  # of several kinds
    assert changed == dataclasses.replace(value, **changes)  # type: ignore[arg-type]  # the same
    assert type(changed) is type(value)
    assert value == before != changed
    with pytest.raises(dataclasses.FrozenInstanceError):
        changed.session = None  # type: ignore[misc]  # frozen, as all of them


def test_what_is_no_field_is_not_added() -> None:
    with pytest.raises(AssertionError, match="seat"):
        replace(Session(SOK, 9), seat=1)  # type: ignore[call-arg]  # which a type checker sees too
