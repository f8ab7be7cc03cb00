"""A stand-to begins and ends by two people; in between, one of them releases cable after cable.

One cable at a time stays the rule (P1), and every release is a line with its exposure. It is not
stopped by what stops a mission order; what stops the kiosk stops it too (P8). One that nobody ended
lapses: it releases nothing more until two people begin it again.
"""

from kiosk.rules import alarms, second
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, accept, refuse
from kiosk.rules.effects import Beep, Light, Tone, Unlock
from kiosk.rules.fold import fold
from kiosk.rules.gates import closed_to_all
from kiosk.rules.observations import stand_to as s
from kiosk.rules.things import Moment, OfficerNumber, Person, PositionId

Asked = s.StandToWanted | s.StandToManning | s.StandToEnding | s.CableWanted


def wanted(bay: Bay, seen: s.StandToWanted) -> Decision:
    """Take one person's wish for a stand-to; a second one must come with badge and PIN."""
    person, reason = _asking(bay, seen)
    if not reason and bay.standing_to and not lapsed(bay, seen.at.wall_ms):
        reason = "stand_to_runs"
    if person is None or reason:
        return _refused(seen, reason, person)
    return accept(e.StandToAsked(seen.at, person.number, seen.reason))


def manned(bay: Bay, seen: s.StandToManning) -> Decision:
    """Let a custodian or chief with badge and PIN go on releasing cables."""
    person, reason = _asking(bay, seen)
    if not reason and not bay.standing_to:
        reason = "no_stand_to"
    if not reason and lapsed(bay, seen.at.wall_ms):
        reason = "stand_to_lapsed"
    if person is None or reason or bay.stand_to is None:
        return _refused(seen, reason, person)
    return accept(e.StandToManned(seen.at, bay.stand_to.begun.stand_to, person.number))


def ending(bay: Bay, seen: s.StandToEnding) -> Decision:
    """Take one person's wish that it ends; a second one must come with badge and PIN."""
    person, reason = _asking(bay, seen)
    if not reason and not bay.standing_to:
        reason = "no_stand_to"
    if person is None or reason:
        return _refused(seen, reason, person)
    return accept(e.StandToAsked(seen.at, person.number, None))


def confirmed(bay: Bay, at: Moment, asked: e.StandToAsked, by: Person) -> Decision:
    """Begin or end, now that a second person stands by it."""
    both = (asked.by, by.number)
    if asked.reason is None:
        return _ended(bay, at, both)
    number = bay.stand_to.begun.stand_to + 1 if bay.stand_to is not None else 1
    return accept(e.StandToBegun(at, number, asked.reason, f"stand-to {number}", both))


def released(bay: Bay, seen: s.CableWanted) -> Decision:
    """Release a cable: many weapons leave in one opening, and each is told by badge and scan."""
    person, reason = _asking(bay, seen)
    pairing = bay.session.pairing if bay.session is not None else None
    if not reason and pairing is None:
        reason = "no_stand_to"
    if not reason and lapsed(bay, seen.at.wall_ms):
        reason = "stand_to_lapsed"
    exposed = bay.on_cable(seen.cable) if seen.cable in bay.cables else ()
    reason = reason or closed_to_all(bay) or ("" if exposed else "cable_empty")
    if person is None or reason or pairing is None:
        return _refused(seen, reason, person)
    assert bay.stand_to is not None, "who mans one is before one"
    assert not bay.unseen(seen.cable), "a contact that is lost is a fault, and closes a gate"
    first = next(place for place in bay.cables[seen.cable] if place in bay.inside)
    granted = e.ReleaseGranted(
        seen.at,
        e.Purpose.STAND_TO,
        seen.cable,
        first,
        bay.inside[first],
        person.number,
        exposed,
        by=pairing.other,
        mission=bay.stand_to.begun.order,
    )
    return Decision((granted,), (Unlock(seen.cable), Light(first, on=True), Beep(Tone.ACCEPTED)))


def lapsed(bay: Bay, wall_ms: int) -> bool:
    """Return whether a stand-to stands open that nobody ended in the hours there are for one.

    No line says so: it follows from when it began. What is open when it lapses is finished.
    """
    stand_to = bay.stand_to
    if stand_to is None or not stand_to.running:
        return False
    return stand_to.until_ms(bay.policy.stand_to_h) <= wall_ms


def doubtful(bay: Bay) -> tuple[PositionId, ...]:
    """Return where a weapon may have left unseen: positions in doubt of cables it released."""
    cables = bay.stand_to.cables if bay.stand_to is not None else frozenset()
    return tuple(
        place
        for place in sorted(bay.doubts)
        if place in bay.positions and bay.positions[place].cable in cables
    )


def _ended(bay: Bay, at: Moment, both: tuple[OfficerNumber, ...]) -> Decision:
    """End it. It is complete when every weapon that left has a name, or else somebody must come."""
    stand_to = bay.stand_to
    assert stand_to is not None, "one ran when its end was asked for"
    assert stand_to.running, "and nobody else stands here who could have ended it"
    unknown = bay.unknown_holders
    line = e.StandToEnded(
        at, stand_to.begun.stand_to, both, stand_to.issued, unknown, doubtful(bay)
    )
    decision = accept(line)
    for weapon in unknown:
        after = fold(bay, decision.entries)
        decision += alarms.raised(after, at, e.AlarmCause.UNKNOWN_HOLDER, weapon)
    return decision


def _asking(bay: Bay, seen: Asked) -> tuple[Person | None, str]:
    """Return who asks, and why they may not, or nothing."""
    session, person = bay.session, seen.asker
    if session is None or not session.passed or person is None or bay.release is not None:
        return person, "not_now"
    if not second.trusted(person):
        return person, "wrong_role"
    enough = second.proves_enough(bay.policy, session.grade)
    return person, "" if enough else "badge_too_weak"


def _refused(seen: Asked, reason: str, person: Person | None) -> Decision:
    about = seen.cable if isinstance(seen, s.CableWanted) else ""
    return refuse(seen.at, reason or "not_now", about, None if person is None else person.number)
