"""What a hand-over goes through: cable by cable, key by key, open thing by open thing.

Nobody is told what the book has. What differs stops nothing: it is an open thing that is accepted,
and somebody is drawn to count; where nobody can be, the cable comes into doubt.
"""

from kiosk.rules import alarms, doubts, returns
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.counts.orders import ordered_lines
from kiosk.rules.decision import Decision, accept, refuse
from kiosk.rules.fold import fold
from kiosk.rules.handover.points import Step, cable_left, key_left, point_left, step_of
from kiosk.rules.observations import counts as c
from kiosk.rules.observations import handover as h
from kiosk.rules.shifts import Handing
from kiosk.rules.things import OfficerNumber


def counted(bay: Bay, seen: h.CableCounted) -> Decision:
    """Decide on the number of weapons the incoming custodian counted on a cable."""
    handing = _at(bay, Step.CABLE)
    if handing is None:
        return refuse(seen.at, "not_now", str(seen.counted))
    cable = cable_left(bay, handing)
    assert cable is not None, "a cable is asked for"
    incoming = _incoming(handing)
    if not 0 <= seen.counted <= len(bay.cables[cable]):
        return refuse(seen.at, "count_impossible", str(seen.counted), incoming)
    booked = len(bay.on_cable(cable))
    line = e.CableNumbered(seen.at, cable, seen.counted, booked, incoming)
    decision = accept(line)
    if seen.counted != booked:
        decision += _looked_into(fold(bay, decision.entries), seen, line)
    return decision


def _looked_into(bay: Bay, seen: h.CableCounted, line: e.CableNumbered) -> Decision:
    """Let somebody be drawn to count a cable whose number differs, or put it in doubt."""
    if bay.count is None:
        every = e.CountKind.MONTHLY
        asked = c.CountAsked(seen.at, every, line.cable, None, seen.people, seen.lot)
        lines, reason = ordered_lines(bay, asked, line.by)
        if not reason:
            return Decision(lines)
    places = bay.cables[line.cable]
    return doubts.raised(bay, seen.at, places, e.DoubtCause.COUNT_DIFFERS, line.by)


def key_seen(bay: Bay, seen: h.KeyLooked) -> Decision:
    """Decide on whether a key is in its place; one that is not calls somebody (R22)."""
    handing = _at(bay, Step.KEY)
    if handing is None:
        return refuse(seen.at, "not_now")
    key = key_left(bay, handing)
    assert key is not None, "a key is asked for"
    decision = accept(e.KeySeen(seen.at, key.name, seen.present, _incoming(handing)))
    if not seen.present:
        decision += alarms.raised(bay, seen.at, e.AlarmCause.KEY, key.name)
    return decision


def seal_read(bay: Bay, seen: h.SealSaid) -> Decision:
    """Decide on the number read from a seal; a broken one, or another one, calls somebody (R23)."""
    handing = _at(bay, Step.SEAL)
    if handing is None:
        return refuse(seen.at, "not_now")
    key = key_left(bay, handing)
    assert key is not None, "a seal is asked for"
    read = e.SealRead(seen.at, key.name, seen.number, key.seal, _incoming(handing))
    decision = accept(read)
    if seen.number != key.seal:
        decision += alarms.raised(bay, seen.at, e.AlarmCause.SEAL, key.name)
    return decision


def accepted(bay: Bay, seen: h.PointKnown) -> Decision:
    """Take the incoming custodian's word that they know of the open thing that is shown."""
    handing = _at(bay, Step.POINT)
    if handing is None:
        return refuse(seen.at, "not_now")
    point = point_left(bay, handing)
    assert point is not None, "an open thing is shown"
    return accept(e.PointAccepted(seen.at, point, _incoming(handing)))


def scanned(bay: Bay, seen: o.WeaponSeen) -> Decision:
    """Take a weapon that is brought in meanwhile (P6); of one that stands here, issue nothing."""
    place = None if seen.weapon is None else bay.place_of(seen.weapon.number)
    if seen.tapped or (place is not None and place not in bay.doubts):
        return refuse(seen.at, "handing_over", seen.text)
    return returns.begun(bay, seen)


def _at(bay: Bay, step: Step) -> Handing | None:
    """Return the hand-over that is at this step now, if one is."""
    session = bay.session
    if session is None or not session.passed or session.handing is None:
        return None
    return session.handing if step_of(bay, session.handing) is step else None


def _incoming(handing: Handing) -> OfficerNumber:
    assert handing.begun is not None, "both people are there"
    return handing.begun.incoming
