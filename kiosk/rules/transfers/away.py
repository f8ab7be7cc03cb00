"""A weapon that another store took over by its receipt, and that shows itself here all the same.

One of two books is wrong. It is taken back like any weapon (P6), kept apart until two people have
said what it is, and somebody is called. The bay in memory knows nothing of what went away: the eyes
look it up.
"""

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.things import Condition


def noticed(bay: Bay, seen: o.Observation) -> Decision:
    """Return who is called for what was just seen, and that it is quarantined.

    A tap on the screen shows no weapon.
    """
    if not isinstance(seen, o.WeaponSeen) or seen.tapped or not seen.away or seen.weapon is None:
        return NOTHING
    called = alarms.raised(bay, seen.at, e.AlarmCause.TRANSFER_CONTESTED, seen.away)
    if seen.weapon.condition is Condition.QUARANTINED:
        return called
    line = e.WorkOrdered(seen.at, seen.weapon.number, ("away",), Condition.QUARANTINED)
    return Decision((line,)) + called
