"""The hot list: what is reported lost and turns up calls somebody, wherever it is seen (R32).

Numbers and serials are compared byte for byte (P12); on papers, which people typed, what looks
alike is alike.
"""

from collections.abc import Iterable

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.national import serial_key
from kiosk.rules.observations.racking import IntakeAsked, MarkAsked
from kiosk.rules.observations.transfers import ManifestRead
from kiosk.rules.things import Weapon, WeaponNumber


def noticed(bay: Bay, seen: o.Observation) -> Decision:
    """Return the alarms that what was just seen calls for; nothing is refused or changed by them.

    A tap on the screen shows no weapon, and a count sees what stands in its place: it has words of
    its own for what should not.
    """
    if not bay.losses:
        return NOTHING
    decision = NOTHING
    for lost in dict.fromkeys(_hot(bay, seen)):
        if (e.AlarmCause.HOT_LIST, lost) not in bay.alarms:
            decision += alarms.raised(bay, seen.at, e.AlarmCause.HOT_LIST, lost)
    return decision


def _hot(bay: Bay, seen: o.Observation) -> Iterable[WeaponNumber]:
    match seen:
        case o.WeaponSeen(_, text, weapon, tapped=False):
            yield from _lost(bay, text, weapon)
        case o.RegisterAsked(facts=facts):
            for fact in facts:
                if isinstance(fact, Weapon):
                    yield from _lost(bay, fact.number, fact)
        case IntakeAsked(signature=signature, weapon=weapon) if signature.matches:
            yield from _lost(bay, weapon.number, weapon)
        case MarkAsked(signature=signature, mark=mark) if signature.matches and mark.text:
            yield from _lost(bay, mark.text, None)
        case o.CardsRead(cards=cards):
            yield from _on_paper(bay, (("", card.serial) for card in cards))
        case ManifestRead(signature=signature, manifest=manifest) if (
            signature.matches and manifest is not None
        ):
            yield from _on_paper(bay, ((one.number, one.serial) for one in manifest.weapons))
        case _:
            return


def _on_paper(bay: Bay, named: Iterable[tuple[str, str]]) -> Iterable[WeaponNumber]:
    """Return the losses that papers name by number or serial."""
    lost = {key: number for number, told in bay.losses.items()
            if (key := serial_key(told.loss.weapon.serial))}  # fmt: skip
    for text, serial in named:
        number = WeaponNumber(text)
        if number in bay.losses:
            yield number
        elif (key := serial_key(serial)) in lost:
            yield lost[key]


def _lost(bay: Bay, text: str, weapon: Weapon | None) -> Iterable[WeaponNumber]:
    """Return the losses that a label, or the serial of a weapon, names."""
    serials = {text} if weapon is None else {text, weapon.serial}
    labels = {text} if weapon is None else {text, weapon.number}
    for number, told in bay.losses.items():
        serial = told.loss.weapon.serial
        if number in labels or (serial and serial in serials):
            yield number
