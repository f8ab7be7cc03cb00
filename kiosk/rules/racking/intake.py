"""At a desk: a collected weapon is taken in, and its marks are written down.

Taking in registers; nothing is corrected here. What stands in the register already is corrected by
two people at the kiosk's own reader (`rules.corrections`).
"""

from datetime import date
from unicodedata import category

from kiosk.rules import corrections, reversals, tags
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision, refuse_afar
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.observations import CorrectionAsked
from kiosk.rules.observations import racking as r
from kiosk.rules.signatures import signed
from kiosk.rules.things import Person, Role, SerialStatus

MAY_TAKE_IN = frozenset({Role.REGISTRAR, Role.CHIEF})
"""Six people of the sample were trained to edit the computer's register (domain 0.9)."""

TEXT_MAX = 200
"""Characters of one field; as long as a cell of a list may be."""

_WITHOUT_SERIAL = frozenset({SerialStatus.NONE, SerialStatus.ILLEGIBLE})
_DAY_MS, _MINUTE_MS = 86_400_000, 60_000
_EPOCH = date(1970, 1, 1).toordinal()


def taken_in(bay: Bay, seen: r.IntakeAsked) -> Decision:
    """Register a collected weapon, and how it came."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    reason, about = _not_to_take_in(bay, seen, person)
    if reason:
        return verdict + refuse_afar(seen.at, reason, about, person.number)
    weapon = seen.weapon
    return verdict + Decision((
        e.WeaponRegistered(seen.at, weapon, person.number),
        e.WeaponTakenIn(
            seen.at, weapon.number, seen.source, seen.collected, seen.place, seen.document,
            person.number,
        ),
    ))  # fmt: skip


def _not_to_take_in(bay: Bay, seen: r.IntakeAsked, person: Person) -> tuple[str, str]:
    if person.role not in MAY_TAKE_IN or person.officer.hold or not person.officer.active:
        return "wrong_role", ""
    if seen.taken:
        return "already_registered", seen.weapon.number
    return _not_whole(bay, seen)


def _not_whole(bay: Bay, seen: r.IntakeAsked) -> tuple[str, str]:
    weapon = seen.weapon
    told = (weapon.name, weapon.type, weapon.serial, weapon.calibre, seen.place, seen.document)
    if not all(map(_legible, told)):
        return "field_unreadable", ""
    empty = [name for name in ("name", "type") if not getattr(weapon, name).strip()]
    if empty:
        return "field_empty", empty[0]
    if bool(weapon.serial.strip()) != (weapon.serial_status not in _WITHOUT_SERIAL):
        return "serial_and_status", weapon.serial
    if not _is_day(bay, seen):
        return "no_such_day", seen.collected
    if seen.twins and not seen.another:
        return "serial_known", seen.twins[0]
    return "", ""


def _legible(text: str) -> bool:
    """Return whether a text fits a field, and has nothing in it that no page could show."""
    return len(text) <= TEXT_MAX and not any(category(char) == "Cc" for char in text)


def _is_day(bay: Bay, seen: r.IntakeAsked) -> bool:
    """Return whether a day is one, and not after today; a day that nobody knows is empty."""
    if not seen.collected:
        return True
    today = (seen.at.wall_ms + bay.policy.utc_offset_min * _MINUTE_MS) // _DAY_MS
    try:
        day = date.fromisoformat(seen.collected)
    except ValueError:
        return False
    return day.isoformat() == seen.collected and day.toordinal() - _EPOCH <= today


def marked(bay: Bay, seen: r.MarkAsked) -> Decision:
    """Write down a mark that was read from a weapon; its photo lies beside the book already."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    reason = _not_to_mark(seen, person)
    if reason:
        return verdict + refuse_afar(seen.at, reason, seen.weapon, person.number)
    return verdict + Decision((e.WeaponMarked(seen.at, seen.weapon, seen.mark, person.number),))


def _not_to_mark(seen: r.MarkAsked, person: Person) -> str:
    if not _sits_here(person):
        return "wrong_role"
    if not seen.registered:
        return "unknown_weapon"
    if seen.stands != seen.seen:
        return "changed_meanwhile"
    if not (_legible(seen.mark.text) and _legible(seen.mark.where)):
        return "field_unreadable"
    if not (seen.mark.text.strip() or seen.mark.photo):
        return "mark_says_nothing"
    return "" if seen.there or not seen.mark.photo else "photo_gone"


def tagged(bay: Bay, seen: r.TagAsked) -> Decision:
    """Give a weapon one more tag, unless it is another one's already. A tag proves nothing."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    reason, about = _not_to_tag(seen, person)
    if reason:
        return verdict + refuse_afar(seen.at, reason, about, person.number)
    return verdict + Decision((e.WeaponTagged(seen.at, seen.weapon, seen.tag, person.number),))


def _not_to_tag(seen: r.TagAsked, person: Person) -> tuple[str, str]:
    if not _sits_here(person):
        return "wrong_role", seen.weapon
    if seen.stands is None:
        return "unknown_weapon", seen.weapon
    if len(seen.stands.tags) != seen.seen:
        return "changed_meanwhile", seen.weapon
    return tags.problem(seen.weapon, (*seen.stands.tags, seen.tag), seen.claims)


def _sits_here(person: Person) -> bool:
    return Desk.RACKING in desks_of(person) and not person.officer.hold


def disputed(bay: Bay, seen: r.SerialDisputed) -> Decision:
    """Begin a correction that somebody at a desk asks for; two people go on at the reader."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    if not _sits_here(person):
        return verdict + refuse_afar(seen.at, "wrong_role", seen.wanted.number, person.number)
    asked = CorrectionAsked(
        seen.at, person.number, seen.why, seen.wanted, seen.before, seen.stands, claims=seen.claims
    )
    begun = corrections.asked(bay, asked)
    return verdict + Decision(begun.entries)


def reversal(bay: Bay, seen: r.ReversalSigned) -> Decision:
    """Begin to take a correction back that somebody at a desk asks for; two people go on."""
    verdict, person = signed(bay, seen.at, seen.signature)
    if person is None:
        return verdict
    if not _sits_here(person):
        return verdict + refuse_afar(seen.at, "wrong_role", "", person.number)
    return verdict + reversals.asked(bay, seen.asked)
