"""How lines about a count change the bay: the count itself, who stands at it, what it leaves."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.counting import CountLine, counting
from kiosk.rules.patches import anew, removed, touched
from kiosk.rules.things import Role


def counted(bay: Bay, entry: CountLine) -> Bay:  # noqa: C901, PLR0911 - one return a line
    """Return the bay after one line about a count."""
    bay = replace(bay, count=counting(bay.count, entry))
    match entry:
        case e.CountOrdered(_, number):
            return _stepped_back(replace(bay, counts=number, stirred=frozenset()), entry)
        case e.CountBegun(at):
            return anew(bay, at, counting=True)
        case e.PlaceCounted(at, weapon=weapon):
            return touched(replace(bay, stirred=bay.stirred - {weapon}), at)
        case e.EngravingAsked(at):
            return touched(bay, at)
        case e.AdjustmentAsked(at):
            return anew(bay, at, adjusting=entry)
        case e.CountAdjusted():
            return _stepped_back(_stands(bay, entry), entry)
        case e.CountCertified(at, _, what, _, cables):
            now = {(what, cable): at.wall_ms for cable in cables}
            bay = replace(bay, last_count=entry, counted={**bay.counted, **now})
            bay = replace(bay, stirred=frozenset())
            return _stepped_back(bay, entry)
        case e.CountDropped():
            return _stepped_back(replace(bay, stirred=frozenset()), entry)
        case e.CountPassed():
            return _stepped_back(bay, entry)
        case e.CountHeard():
            return bay
        case _:
            assert_never(entry)


ANSWERING = frozenset({Role.CUSTODIAN, Role.CHIEF})
"""Who answers for the racks from the day they are appointed: everything is counted for them."""


def appointed(bay: Bay, entry: e.OfficerRegistered | e.OfficerCorrected) -> Bay:
    """Return the bay after an officer was registered, or stands otherwise in the register."""
    officer = entry.officer
    key = (officer.role, officer.number)
    answers = officer.role in ANSWERING and officer.active
    if key in bay.appointed and answers:
        return bay
    left = {one: since for one, since in bay.appointed.items() if one[1] != officer.number}
    if answers:
        left[key] = entry.at.wall_ms
    return bay if left == bay.appointed else replace(bay, appointed=left)


def _stands(bay: Bay, entry: e.CountAdjusted) -> Bay:
    bay = removed(bay, entry.weapon)
    return replace(
        bay,
        homes={**bay.homes, entry.weapon: entry.position},
        inside={**bay.inside, entry.position: entry.weapon},
    )


def _stepped_back(bay: Bay, entry: CountLine) -> Bay:
    """Whoever was at the count is at it no more; somebody else there is not disturbed."""
    session = bay.session
    if session is None or not (session.counting or session.adjusting):
        return bay
    return anew(bay, entry.at)
