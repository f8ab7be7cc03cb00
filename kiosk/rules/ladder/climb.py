"""A weapon that is out climbs its ladder, rung by rung, until it is back.

Each rung is reached once for as long as a weapon is out, whatever the clock does and however often
the kiosk starts: the book says which were reached. A clock that runs ahead reaches them too early,
one that is behind the book reaches none; who may believe the clock is decided before (the keeper).
"""

from collections.abc import Iterator

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay, Custody
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.fold import fold
from kiosk.rules.policy import Policy
from kiosk.rules.rungs import Rung
from kiosk.rules.things import Moment, WeaponNumber

MINUTE_MS = 60_000


def rungs_of(policy: Policy, custody: Custody) -> tuple[Rung, ...]:
    """Return the rungs of a weapon that is out; none where it is due at no moment."""
    if not custody.due_ms:
        return ()
    mission, rank = custody.mission, custody.rank
    return next(each.rungs for each in policy.overdue if each.fits(mission, rank))


def next_ms(bay: Bay) -> int | None:
    """Return the wall moment at which the next rung is reached, or None."""
    return min((moment for moment, _, _ in _ahead(bay)), default=None)


def climbed(bay: Bay, at: Moment) -> Decision:
    """Tell everybody who is to be told by now, what is due longest first."""
    decision = NOTHING
    reached = ((when, weapon, rung) for when, weapon, rung in _ahead(bay) if when <= at.wall_ms)
    for _, weapon, rung in sorted(reached, key=lambda one: (one[0], one[1], one[2].after_min)):
        custody = bay.out[weapon]
        step = e.OverdueStep(
            at, weapon, custody.holder, rung.tells, rung.after_min, custody.due_ms, custody.mission
        )
        decision += Decision((step,))
        if rung.alarm:
            after = fold(bay, decision.entries)
            decision += alarms.raised(after, at, e.AlarmCause.OVERDUE, weapon)
    return decision


def _ahead(bay: Bay) -> Iterator[tuple[int, WeaponNumber, Rung]]:
    """Return every rung that was not reached yet, and the wall moment of each."""
    for weapon, custody in bay.out.items():
        told = bay.late.get(weapon, frozenset())
        for rung in rungs_of(bay.policy, custody):
            if rung.tells not in told:
                yield custody.due_ms + rung.after_min * MINUTE_MS, weapon, rung
