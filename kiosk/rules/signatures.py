"""Whose word it is: one try of a PIN, at the bay or typed at a desk away from it."""

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay, PinTries
from kiosk.rules.decision import Decision, accept, refuse, refuse_afar
from kiosk.rules.effects import Beep, Tone
from kiosk.rules.things import Moment, Person


def waits(bay: Bay, person: Person, at: Moment) -> bool:
    """Return whether somebody typed so many wrong PINs that none is looked at now."""
    tries = bay.pin_tries.get(person.number)
    return tries is not None and at.mono_ms < tries.until


def tried(
    bay: Bay, at: Moment, person: Person, typed: o.PinEntered | o.Signature, *, office: bool = False
) -> Decision:
    """Decide on one try of one person's PIN, wherever it was typed.

    The second PIN is right like the first. That it was the second leads to one line more and to
    nothing else: whoever stands beside its owner sees and hears what they always would.
    """
    if waits(bay, person, at):
        no = refuse_afar if office else refuse
        return no(at, "pin_locked", "", person.number)
    if typed.matches:
        right = accept(e.PinAccepted(at, person.number, office))
        call = alarms.raised(bay, at, e.AlarmCause.CODE_9, person.number)
        return right + call if typed.duress else right
    before = bay.pin_tries.get(person.number, PinTries())
    left = max(bay.policy.pin_tries - before.refused - 1, 0)
    wrong = Decision((e.PinRefused(at, person.number, left, office),), (Beep(Tone.REFUSED),))
    if left:
        return wrong
    wait_s = min(bay.policy.pin_wait_s * 5**before.locks, bay.policy.pin_wait_max_s)
    wrong += Decision((e.PinLocked(at, person.number, 1000 * wait_s),))
    return wrong + alarms.raised(bay, at, e.AlarmCause.PIN_LOCKED, person.number)


def signed(bay: Bay, at: Moment, signature: o.Signature) -> tuple[Decision, Person | None]:
    """Decide on a number and a PIN typed at a desk. Nothing sounds at the bay.

    Returns:
        The lines of the try, and the person whose word it is; None when it is nobody's.
    """
    person = signature.person
    if person is None:
        return refuse_afar(at, "unknown_officer", signature.number), None
    tries = Decision(tried(bay, at, person, signature, office=True).entries)
    right = any(isinstance(entry, e.PinAccepted) for entry in tries.entries)
    return tries, person if right else None
