"""The key register (R21): which keys there are, where each belongs, and who has it out."""

from kiosk.rules import entries as e
from kiosk.rules import second, vouching
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, accept, refuse_afar
from kiosk.rules.observations import handover as h
from kiosk.rules.seals import Sealing
from kiosk.rules.signatures import signed
from kiosk.rules.things import Changed, Moment, OfficerNumber, Role


def told(bay: Bay, seen: h.KeyTold) -> Decision:
    """Decide on a key that the chief registers, or registers anew with another place or seal.

    Where a seal comes, goes or changes, two people stand by it at the reader (P10).
    """
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    told_of = Sealing(seen.key, seen.opens, seen.seal)
    two = _is_sealed(bay, told_of)
    reason = "" if second.trusted(person) and person.role is Role.CHIEF else "wrong_role"
    reason = reason or problem(bay, told_of)
    if two and not reason:
        reason = vouching.hindrance(bay)
    if reason:
        return verdict + refuse_afar(seen.at, reason, seen.key, person.number)
    if two:
        return verdict + accept(e.MatterBegun(seen.at, told_of, person.number))
    line = e.KeyRegistered(seen.at, seen.key, seen.opens, seen.seal, person.number)
    return verdict + Decision((line,))


def _is_sealed(bay: Bay, told_of: Sealing) -> bool:
    """Return whether a key has a seal, or is to have one."""
    known = bay.keys.get(told_of.key)
    return bool(told_of.seal or (known is not None and known.seal))


def problem(bay: Bay, told_of: Sealing) -> str:
    """Return why a key cannot stand so in the register, or nothing."""
    if not (told_of.key and told_of.opens):
        return "unknown_key"
    if told_of.seal and not (told_of.seal.isascii() and told_of.seal.isdigit()):
        return "seal_not_digits"  # it is read back on a pad that has no letters
    known = bay.keys.get(told_of.key)
    return "key_not_here" if known is not None and known.holder is not None else ""


def lines(at: Moment, sealing: Sealing, by: tuple[OfficerNumber, ...]) -> tuple[e.KeyRegistered]:
    """Return what is written of a seal that two people stood by."""
    first, other = by
    return (e.KeyRegistered(at, sealing.key, sealing.opens, sealing.seal, first, other),)


def shown(sealing: Sealing) -> tuple[Changed, ...]:
    """Return what the two see: they hold the number against the seal."""
    return (
        Changed("key", "", sealing.key),
        Changed("key_opens", "", sealing.opens),
        Changed("key_seal", "", sealing.seal),
    )


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
    """Decide on a key that came back, or was found. A seal that is amiss is not mended by it."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    key = bay.keys.get(seen.key)
    reason = "" if second.trusted(person) else "wrong_role"
    if key is None:
        reason = "unknown_key"
    elif not reason and key.holder is None:
        reason = "seal_amiss" if key.seal and key.amiss else "" if key.amiss else "not_now"
    if reason:
        return verdict + refuse_afar(seen.at, reason, seen.key, person.number)
    return verdict + Decision((e.KeyBack(seen.at, seen.key, person.number),))
