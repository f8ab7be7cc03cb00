"""A technician's work is written down; a book put back calls the chief, and is counted."""

from typing import assert_never

from kiosk.rules import alarms, vouching
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.counts.orders import drawn_lines
from kiosk.rules.decision import Decision, refuse_afar
from kiosk.rules.observations import upkeep as u
from kiosk.rules.things import OfficerNumber

RESTORE = OfficerNumber("restore")
"""Who ordered the count, in the book. No officer has this number: theirs are the police's."""


FOUNDING = OfficerNumber("provision")
"""Who ordered the first one."""


def decide(bay: Bay, seen: u.UpkeepObservation) -> Decision:
    """Decide on what a technician did."""
    match seen:
        case u.BookBroughtBack():
            return brought_back(bay, seen)
        case u.KioskFounded():
            return _counted_first(bay, seen)
        case u.UpdateWanted():
            return _update(bay, seen)
        case u.UpdateEnded(at, by, version, fault) if fault:
            return Decision((e.UpdateRolledBack(at, by, version, fault),))
        case u.UpdateEnded(at, by, version):
            return Decision((e.UpdateDone(at, by, version),))
        case u.DrillMade():
            return _drilled(seen)
        case _:
            assert_never(seen)


def _counted_first(bay: Bay, seen: u.KioskFounded) -> Decision:
    """Order the first count, of every position: nobody saw yet what a list says of the racks."""
    whole = e.CountKind.ORDERED
    lines, too_few = drawn_lines(bay, seen.at, whole, "", seen.people, seen.lot, FOUNDING)
    return refuse_afar(seen.at, too_few, whole) if too_few else Decision(lines)


def _update(bay: Bay, seen: u.UpdateWanted) -> Decision:
    """Decide on another version: never while somebody is at the rack, or everybody is."""
    reason = ""
    if bay.open_cables or bay.release is not None:
        reason = "shut_cable_first"
    elif bay.standing_to:
        reason = "stand_to_runs"
    elif bay.session is not None:
        reason = "not_now"
    if reason:
        return refuse_afar(seen.at, reason, seen.version)
    return Decision(
        (
            e.UpdateBegun(
                seen.at, seen.by, seen.version_before, seen.version, seen.digest, seen.signers
            ),
        )
    )


def _drilled(seen: u.DrillMade) -> Decision:
    if seen.fault:
        return Decision((e.DrillFailed(seen.at, seen.by, seen.source, seen.fault),))
    return Decision(
        (
            e.RestoreDrilled(
                seen.at,
                seen.by,
                seen.source,
                seen.last_seq,
                seen.head,
                seen.known_seq,
                seen.took_ms,
            ),
        )
    )


def brought_back(bay: Bay, seen: u.BookBroughtBack) -> Decision:
    """Decide on a book that was put back: nobody knows what stands where until all is counted.

    Whoever brings a PIN must be known to the book by the same badge: a technician alone makes
    nobody an officer, and gives nobody a badge (P10).
    """
    reason, about = _problem(seen.pins)
    if reason:
        return refuse_afar(seen.at, reason, about)
    told = e.BookPutBack(
        seen.at, seen.by, seen.source, seen.last_seq, seen.head, seen.known_seq, seen.key_before
    )
    pins = tuple(e.PinSet(seen.at, one.officer, one.sealed) for one in seen.pins or ())
    called = alarms.raised(bay, seen.at, e.AlarmCause.PUT_BACK, str(seen.last_seq))
    whole = e.CountKind.ORDERED
    lines, too_few = drawn_lines(bay, seen.at, whole, "", seen.people, seen.lot, RESTORE)
    counted = refuse_afar(seen.at, too_few, whole) if too_few else Decision(lines)
    return Decision((told, *pins)) + called + counted


def _problem(pins: tuple[u.PinBrought, ...] | None) -> tuple[str, str]:
    """Return why these people cannot begin again, and whom that is about; or two empty texts."""
    if pins is None:
        return "", ""
    vouchers = set[OfficerNumber]()
    for one in pins:
        if one.person is None:
            return "unknown_officer", one.officer
        if not one.person.officer.active:
            return "inactive_officer", one.officer
        if one.owner != one.officer:
            return "unknown_badge", one.badge
        if vouching.may(one.person):
            vouchers.add(one.officer)
    return ("", "") if len(vouchers) >= vouching.VOUCHERS else ("nobody_to_vouch", "")
