"""The key register (R21): which keys there are, where each belongs, and who has it out."""

from kiosk.rules import entries as e
from kiosk.rules import second
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, refuse_afar
from kiosk.rules.observations import handover as h
from kiosk.rules.signatures import signed
from kiosk.rules.things import Role


def told(bay: Bay, seen: h.KeyTold) -> Decision:
    """Decide on a key that the chief registers, or registers anew with another place or seal."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    reason = "" if second.trusted(person) and person.role is Role.CHIEF else "wrong_role"
    if not reason and not (seen.key and seen.opens):
        reason = "unknown_key"
    if not reason and seen.seal and not (seen.seal.isascii() and seen.seal.isdigit()):
        reason = "seal_not_digits"  # it is read back on a pad that has no letters
    known = bay.keys.get(seen.key)
    if not reason and known is not None and known.holder is not None:
        reason = "key_not_here"
    if reason:
        return verdict + refuse_afar(seen.at, reason, seen.key, person.number)
    line = e.KeyRegistered(seen.at, seen.key, seen.opens, seen.seal, person.number)
    return verdict + Decision((line,))


def given(bay: Bay, seen: h.KeyOut) -> Decision:
    """Decide on a key that goes out. A sealed set is given by the chief alone (R23)."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    key = bay.keys.get(seen.key)
    if key is None:
        reason = "unknown_key"
    elif key.holder is not None:
        reason = "key_not_here"
    elif seen.to is None or not seen.to.officer.active or seen.to.officer.hold:
        reason = "unknown_officer"
    elif not second.trusted(person) or (key.seal and person.role is not Role.CHIEF):
        reason = "wrong_role"
    elif key.seal and seen.to.number == person.number:
        reason = "key_to_oneself"
    else:
        line = e.KeyGiven(seen.at, key.name, seen.to.number, person.number)
        return verdict + Decision((line,))
    return verdict + refuse_afar(seen.at, reason, seen.key, person.number)


def back(bay: Bay, seen: h.KeyIn) -> Decision:
    """Decide on a key that came back, or was found."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    key = bay.keys.get(seen.key)
    reason = "" if second.trusted(person) else "wrong_role"
    if key is None:
        reason = "unknown_key"
    elif not reason and key.holder is None and not key.amiss:
        reason = "not_now"
    if reason:
        return verdict + refuse_afar(seen.at, reason, seen.key, person.number)
    return verdict + Decision((e.KeyBack(seen.at, seen.key, person.number),))
