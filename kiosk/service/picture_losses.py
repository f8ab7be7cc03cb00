"""Draws losses: what may be said to be lost at the bay, and by when each must be reported.

`rules.losses` decides about both.
"""

from collections.abc import Iterator

from kiosk.rules.bay import Alarm, Bay, Session
from kiosk.rules.counts.searches import SearchStep
from kiosk.rules.counts.searches import steps as all_steps
from kiosk.rules.entries import AlarmCause
from kiosk.rules.losses import clocks as rules
from kiosk.rules.second import SECONDS
from kiosk.rules.things import WeaponNumber
from kiosk.service.loss_view import Losable, LossClocks, ReportClock
from kiosk.service.picture_names import Names
from kiosk.service.picture_shift import as_who

LOSABLE_MAX = 60
"""Weapons a screen is told of: ten pages of them. All others are reported at a desk."""


def losable(bay: Bay, names: Names, session: Session) -> tuple[Losable, ...]:
    """Return what somebody has out; to a custodian or chief also what others have, the late first.

    What is reported lost already is not among it.
    """
    who = names.person(session.officer) if session.passed and bay.release is None else None
    if who is None:
        return ()
    keeps = who.role in SECONDS
    found = sorted(
        (custody.holder != who.number, custody.due_ms or bay.latest_wall_ms, weapon)
        for weapon, custody in bay.out.items()
        if weapon not in bay.losses and (keeps or custody.holder == who.number)
    )
    several = []
    for of_others, _, weapon in found[:LOSABLE_MAX]:
        face = names.weapon(weapon)
        assert face is not None, "a number has a face"
        holder = as_who(names, bay.out[weapon].holder) if of_others else None
        several.append(Losable(face.number, face.name, face.serial, holder))
    return tuple(several)


def clocks(bay: Bay, names: Names, wall_ms: int) -> tuple[LossClocks, ...]:
    """Return every loss that is still to be reported to somebody in writing, the oldest first."""
    return tuple(
        one
        for one in _clocks(bay, names, wall_ms)
        if not all(report.given for report in one.reports)
    )


def _clocks(bay: Bay, names: Names, wall_ms: int) -> Iterator[LossClocks]:
    oldest_first = sorted(bay.losses.items(), key=lambda one: (one[1].since_ms, one[0]))
    for number, loss in oldest_first:
        face = names.weapon(number)
        assert face is not None, "a number has a face"
        yield LossClocks(
            face.number,
            face.name,
            face.serial,
            tuple(
                ReportClock(to.value, due_ms, due_ms <= wall_ms, to in loss.given)
                for to, due_ms in rules.due(bay.policy, loss).items()
            ),
        )


def steps(bay: Bay, alarm: Alarm) -> tuple[tuple[SearchStep, int], ...]:
    """Return what is due of a search that an alarm began, without the reports that were given.

    Once the weapon is reported lost the clocks are those of the report.
    """
    if alarm.cause is not AlarmCause.MISSING:
        return ()
    loss = bay.losses.get(WeaponNumber(alarm.about))
    if loss is None:
        return all_steps(bay.policy, alarm.since_ms)
    found = all_steps(bay.policy, loss.since_ms)
    return tuple(one for one in found if rules.STEPS.get(one[0]) not in loss.given)
