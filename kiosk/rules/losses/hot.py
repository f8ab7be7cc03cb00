"""The hot list: what is reported lost and turns up calls somebody, wherever it is seen (R32).

Numbers and serials are compared byte for byte (P12); on papers, which people typed, what looks
alike is alike. A weapon whose serial was corrected is found by the one that was reported too.
"""

from collections.abc import Iterable

from kiosk.rules import alarms
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import NOTHING, Decision
from kiosk.rules.national import DIGITS_MIN, digits_key, serial_key
from kiosk.rules.observations.racking import IntakeAsked, MarkAsked
from kiosk.rules.observations.transfers import ManifestRead
from kiosk.rules.things import Moment, Weapon, WeaponNumber


def noticed(bay: Bay, seen: o.Observation) -> Decision:
    """Return the alarms that what was just seen calls for; nothing is refused or changed by them.

    A tap on the screen shows no weapon, and a count sees what stands in its place: it has words of
    its own for what should not.
    """
    return _called(bay, seen.at, _hot(bay, seen)) if bay.losses else NOTHING


def _called(bay: Bay, at: Moment, several: Iterable[WeaponNumber]) -> Decision:
    decision = NOTHING
    for lost in dict.fromkeys(several):
        if (e.AlarmCause.HOT_LIST, lost) not in bay.alarms:
            decision += alarms.raised(bay, at, e.AlarmCause.HOT_LIST, lost)
    return decision


def on_sheet(bay: Bay, line: e.MusterAnswered) -> Decision:
    """Return the alarms that a row of a muster calls for: what is lost was seen at a post.

    By its number, or by the digits that were read from a weapon which is not the one of the row.
    """
    return _called(bay, line.at, _seen_at_a_post(bay, line)) if bay.losses else NOTHING


def _seen_at_a_post(bay: Bay, line: e.MusterAnswered) -> Iterable[WeaponNumber]:
    if line.answer is e.MusterAnswer.NOT_SEEN:
        return
    if line.weapon in bay.losses:
        yield line.weapon
    digits = line.engraved if len(line.engraved) >= DIGITS_MIN else ""
    for number, told in bay.losses.items():
        if digits and any(digits_key(serial).endswith(digits) for serial in told.serials):
            yield number


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
    lost = {
        key: number
        for number, told in bay.losses.items()
        for key in map(serial_key, told.serials)
        if key
    }
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
        if number in labels or serials.intersection(filter(None, told.serials)):
            yield number
