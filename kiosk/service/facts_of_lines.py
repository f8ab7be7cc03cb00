"""What a sentence about a line may name: text only, everything by its face.

Pure, but for the register it looks names up in.
"""

from collections.abc import Iterator, Mapping

from kiosk.rules.bay import Bay
from kiosk.rules.counting import Pass
from kiosk.rules.entries import (
    BadgeWithdrawn,
    BookPutBack,
    EngravingAsked,
    Entry,
    KioskEnrolled,
    OfficerCorrected,
    OfficerHeld,
    PlaceCounted,
    RestoreDrilled,
    ServiceAsked,
    ServiceBegun,
    TrialEnded,
    WeaponCorrected,
)
from kiosk.rules.things import OfficerNumber, PositionId, WeaponNumber
from kiosk.service.picture_names import Names
from kiosk.service.picture_transfers import of_transfer

_WORDS = (
    "cable", "position", "text", "reason", "mission", "about", "device", "how", "part", "signal",
    "line", "place", "scope", "post", "answer", "engraved", "what", "difference", "key", "opens",
    "order", "source", "version", "account", "of",
    "config",
)  # fmt: skip
"""Fields that are told as they are written, where they are not empty."""

_NUMBERS = (
    "tries_left", "wait_ms", "due_ms", "counted", "fired", "lost", "first_seq", "last_seq", "count",
)  # fmt: skip

_PEOPLE = (
    "officer", "by", "bearer", "holder", "custodian", "witness", "counter", "cleaner",
    "incoming", "outgoing", "on_shift", "answers", "giver",
)  # fmt: skip
"""Fields that name a person by number; told by name. Whom a line is about is plainly `name`."""


def facts_of(entry: Entry, bay: Bay, names: Names) -> Mapping[str, str]:
    """Return the facts of a line, for the sentence about it; none of one that is still blind."""
    if _is_blind(entry, bay):
        return {}
    facts = {
        **_about_weapon(entry, bay, names),
        **{name: str(value) for name in _WORDS if (value := getattr(entry, name, None))},
        **_numbers(entry),
        **dict(_people(entry, names)),
        **_corrected(entry, names),
        **of_transfer(entry, names),
        **_gap(entry),
        **_served(entry, names),
    }
    place = PositionId(facts.get("position", ""))
    if place in bay.positions:
        facts["rack"] = bay.positions[place].rack
    return facts


def _numbers(entry: Entry) -> dict[str, str]:
    found = {name: getattr(entry, name, None) for name in _NUMBERS}
    return {name: str(value) for name, value in found.items() if isinstance(value, int)}


def _people(entry: Entry, names: Names) -> Iterator[tuple[str, str]]:
    for name in _PEOPLE:
        who = getattr(entry, name, None)
        if isinstance(who, str):
            person = names.person(OfficerNumber(who))
            yield "name" if name == "officer" else name, person.name if person else who


def _is_blind(entry: Entry, bay: Bay) -> bool:
    """Return whether a line tells what a count has found so far: nobody may know it yet."""
    if bay.count is None or bay.count.at is Pass.SIGN:
        return False
    told = isinstance(entry, PlaceCounted | EngravingAsked)
    return told and entry.count == bay.count.order.count  # type: ignore[union-attr]  # as asked


def _corrected(entry: Entry, names: Names) -> dict[str, str]:
    """Return what was corrected or denied, why, and by whom."""
    match entry:
        case OfficerCorrected(_, officer, changed, why, by):
            facts = {"name": officer.name}
        case WeaponCorrected(_, weapon, changed, why, by):
            facts = {"weapon": weapon.name, "serial": weapon.serial}
        case OfficerHeld() | BadgeWithdrawn():
            return {"why": entry.why}
        case _:
            return {}
    people = [person.name for who in by if (person := names.person(who)) is not None]
    becomes = ", ".join(f"{one.was or '-'} → {one.becomes or '-'}" for one in changed)
    return {**facts, "changes": becomes, "why": why, "by": ", ".join(people)}


def _served(entry: Entry, names: Names) -> dict[str, str]:
    """Return what the lines of service mode say, and that of the kiosk's own key."""
    match entry:
        case ServiceAsked(why=why):
            return {"why": why}
        case ServiceBegun(why=why, by=by):
            people = [person.name for who in by if (person := names.person(who)) is not None]
            return {"why": why, "by": ", ".join(people)}
        case KioskEnrolled(fingerprint=fingerprint, by=by):
            people = [person.name for who in by if (person := names.person(who)) is not None]
            return {"fingerprint": fingerprint, "by": ", ".join(people)}
        case TrialEnded(found=found):
            return {"found": ", ".join(found)} if found else {}
        case _:
            return {}


def _gap(entry: Entry) -> dict[str, str]:
    """Return the lines that are lost, or would be, where a copy takes the place of the book."""
    if not isinstance(entry, RestoreDrilled | BookPutBack) or entry.known_seq <= entry.last_seq:
        return {}
    return {"gap": f"{entry.last_seq + 1} … {entry.known_seq}"}


def _about_weapon(entry: Entry, bay: Bay, names: Names) -> dict[str, str]:
    """Return the weapon a line is about: of a wrong one, the one that was wanted."""
    number = getattr(entry, "weapon", None) or getattr(entry, "wanted", None)
    if not isinstance(number, str):
        return {}
    face, place = names.weapon(WeaponNumber(number)), bay.place_of(WeaponNumber(number))
    facts = {} if place is None else {"position": str(place)}
    if face is not None:
        facts |= {"weapon": face.name, "serial": face.serial, "number": face.number}
    return facts
