"""The incoming custodian signs, and is liable from that line on; who else signs is noted."""

from collections.abc import Iterable

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules import second
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision, accept, refuse
from kiosk.rules.handover import asking
from kiosk.rules.handover.points import Step, differing, step_of
from kiosk.rules.shifts import Handing
from kiosk.rules.things import Moment, OfficerNumber, Person


def word(bay: Bay, seen: o.PinEntered, person: Person) -> Decision:
    """Decide on what a PIN was typed for: the other person came, or the incoming one signs."""
    session = bay.session
    assert session is not None, "a PIN is typed in a session"
    handing = session.handing
    assert handing is not None, "and for a hand-over"
    if handing.begun is None:
        return asking.joined(bay, seen.at, seen.asker, person)
    assert person.number == handing.begun.incoming, "nobody else's PIN is awaited"
    if step_of(bay, handing) is not Step.SIGN:
        return NOTHING  # something came up while the PIN was typed, and is gone through first
    if not second.trusted(person):
        return refuse(seen.at, "not_a_second", "", person.number)
    return _handed_over(bay, seen, handing, handing.begun)


def _handed_over(
    bay: Bay, seen: o.PinEntered, handing: Handing, begun: e.HandoverBegun
) -> Decision:
    agreed = tuple(cable for cable in handing.cables if cable not in differing(handing))
    number = bay.shift.number + 1 if bay.shift is not None else 1
    return accept(
        e.ShiftHandedOver(
            seen.at, number, begun.outgoing, begun.incoming, begun.witness, agreed,
            len(handing.keys), len(handing.accepted), seen.head,
        )
    )  # fmt: skip


def noted(bay: Bay, at: Moment, entries: Iterable[e.Entry]) -> Decision:
    """Note who stood by something as custodian while somebody else is on shift.

    Asked after every decision. It stops nothing: at night the other custodian may be all there is.
    """
    if bay.shift is None or not bay.policy.handover_required:
        return NOTHING
    on_shift = bay.shift.officer
    stood_by = dict.fromkeys(by for entry in entries if (by := _stood_by(entry)) is not None)
    return Decision(
        tuple(e.ShiftSignedByOther(at, by, on_shift) for by in stood_by if by != on_shift)
    )


def _stood_by(entry: e.Entry) -> OfficerNumber | None:
    match entry:
        case (
            e.WeaponPassed(by=by)
            | e.CounterSigned(by=by)
            | e.WrongWeaponCleared(by=by)
            | e.DoubtSettled(by=by)
        ):
            return by
        case e.ShownClear(witness=witness):
            return witness
        case _:
            return None
