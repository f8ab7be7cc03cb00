"""How the lines of a racking change the bay: only who stands there and what they said so far.

The weapon gets its place with `weapon.racked`, which is folded like any other.
"""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.patches import anew, visiting
from kiosk.rules.things import Moment
from kiosk.rules.to_rack import RackingLine, ToRack


def racking(bay: Bay, entry: RackingLine) -> Bay:  # noqa: PLR0911, C901 - one return a line
    """Return the bay after one line of a racking."""
    match entry:
        case e.WeaponTakenIn() | e.WeaponMarked() | e.WeaponTagged():
            return bay
        case e.RackingWanted(at):
            return anew(bay, at, racking=ToRack())
        case e.RackingBegun(at):
            return _told(bay, at, begun=entry)
        case e.RackingRead(at, _, engraved, _, disputed):
            return _told(bay, at, read=engraved, disputed=bool(disputed))
        case e.RackingDiffered(at):
            return anew(bay, at)
        case e.RackingAgreed(at):
            return _told(bay, at, agreed=True)
        case e.WeaponCleaned(at):
            if bay.session is None or bay.session.racking is None:
                return bay  # cleaned elsewhere
            return _told(bay, at, cleaned=True)
        case e.RackingPhotoTold(at):
            return _told(bay, at, photo_told=True)
        case e.RackingPlaced(at, _, position, _, needs_second):
            return _told(bay, at, position=position, needs_second=needs_second, signed=None)
        case _:
            assert_never(entry)


def _told(bay: Bay, at: Moment, **changes: object) -> Bay:
    assert bay.session is not None, "who racks a weapon stands at the bay"
    assert bay.session.racking is not None, "and began to"
    told = replace(bay.session.racking, **changes)  # type: ignore[arg-type]  # replace checks the names
    return visiting(bay, at, racking=told)
