"""What the registry's tests write: a policy, some entries, and any number of made-up ones.

Made-up entries are built from the annotations of each kind, so that a kind that is new is tried
from its first day.
"""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from kiosk.registry.book import Book, open_book
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.fold import evolve
from kiosk.rules.manifests import TransferNumber
from kiosk.rules.policy import policy_from
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Certificate,
    Mission,
    Moment,
    Officer,
    OfficerNumber,
    Position,
    PositionId,
    RackId,
    Role,
    Weapon,
    WeaponNumber,
    WeaponType,
)

_PROFILE = Path(__file__).parents[2] / "kiosk/rules/profiles/self_service.toml"
POLICY = policy_from(tomllib.loads(_PROFILE.read_text(encoding="utf-8")))
KIOSK = "btb-1"

AT = Moment(wall_ms=1_750_000_000_000, mono_ms=5_000, boot="b")
SOK = Officer(
    OfficerNumber("1042"),
    "Sok",
    name_km="សុខ",
    role=Role.CUSTODIAN,
    certificates=(Certificate(WeaponType("rifle"), 9), Certificate(WeaponType("pistol"), 8)),
)
AKM = Weapon(WeaponNumber("0000000143"), "AKM", WeaponType("rifle"), "ក 7\t1234567", rounds=30)
PLACE = Position(PositionId("1-1"), RackId("1"), CableId("1"))

_POOLS: dict[object, tuple[str, ...]] = {
    WeaponNumber: ("0000000143", "0000000244", "0000000345", "0000000446"),
    OfficerNumber: ("1042", "1043", "1044"),
    BadgeText: ("9000000001", "9000000002"),
    RackId: ("1", "2"),
    CableId: ("1", "2", "3"),
    PositionId: ("1-1", "1-2", "2-1", "2-2", "3-1"),
    WeaponType: ("rifle", "pistol"),
    TransferNumber: ("T0001-a", "T0002-a", "T0001-b"),
    str: ("", "x", "ក\n", "a\tb"),
}


def open_here(folder: Path, **more: Any) -> Book:  # noqa: ANN401 - handed on as it is
    """Open the book of these tests."""
    return open_book(folder, KIOSK, POLICY, **more)


def registered(number: int) -> e.WeaponRegistered:
    """Return an entry that says which one it is."""
    name = WeaponNumber(f"{number:010}")
    return e.WeaponRegistered(AT, Weapon(name, "AKM", WeaponType("rifle"), f"s{number}"), "import")


def fill(book: Book, commits: int, *, first: int = 1) -> None:
    """Write so many commits of one entry each."""
    for number in range(first, first + commits):
        book.journal.append((registered(number),))


def a_visit() -> tuple[e.Entry, ...]:
    """Return the entries of one issue that was cut short while the cable was open."""
    weapon, officer, place = AKM.number, SOK.number, PLACE.id
    granted = e.ReleaseGranted(
        AT, e.Purpose.ISSUE, PLACE.cable, place, weapon, officer, (weapon,), due_ms=7
    )
    return (
        e.Started(AT),
        e.BayLaid(AT, (PLACE,)),
        e.OfficerRegistered(AT, SOK, "founding"),
        e.WeaponRegistered(AT, AKM, "founding"),
        e.WeaponRacked(AT, weapon, place, "founding"),
        e.MissionOrdered(AT, officer, Mission("M-7", 1, 2), "founding"),
        e.BadgeEnrolled(AT, BadgeText("9000000001"), officer, ("founding",)),
        e.PinSet(AT, officer, "s1$"),
        e.SessionOpened(AT, officer, BadgeText("9000000001")),
        e.PinAccepted(AT, officer),
        granted,
        e.CableSeenOpen(AT, PLACE.cable, released=True),
    )


def made_up(chance: random.Random, count: int, bay: Bay) -> Iterator[e.Entry]:
    """Return made-up entries, each of which the fold can follow from the bay so far."""
    kinds = get_args(e.Entry)
    while count:
        entry = _made(chance, chance.choice(kinds))
        try:
            bay = evolve(bay, entry)
        except (AssertionError, KeyError):
            continue  # such a line is never decided in such a bay
        count -= 1
        yield entry


def _made(chance: random.Random, hint: Any) -> Any:  # noqa: ANN401, PLR0911 - of any annotation
    if hint in _POOLS:
        return chance.choice(_POOLS[hint])
    if get_origin(hint) in (Union, UnionType):
        inner = [arg for arg in get_args(hint) if arg is not NoneType]
        nothing = NoneType in get_args(hint) and chance.random() < 0.3
        return None if nothing else _made(chance, chance.choice(inner))
    if get_origin(hint) is tuple:
        items = [_made(chance, get_args(hint)[0]) for _ in range(chance.randrange(4))]
        return tuple(
            {getattr(item, "id", index): item for index, item in enumerate(items)}.values()
        )
    if hint is bool:
        return chance.random() < 0.5
    if hint is int:
        return chance.randrange(10_000)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return chance.choice(list(hint))
    assert isinstance(hint, type), hint
    assert is_dataclass(hint), hint
    hints = get_type_hints(hint)
    return hint(**{each.name: _made(chance, hints[each.name]) for each in fields(hint)})
