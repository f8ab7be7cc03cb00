"""The made-up warehouse that is measured: its kiosk.toml, its people and any number of weapons.

Nothing in here is anybody's: names, serials and numbers come from a seed.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from kiosk.assembly.clock import SystemClock
from kiosk.config import Settings, read_settings
from kiosk.keeper.ports import Pins
from kiosk.registry.book import Book, open_book
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decide import decide
from kiosk.rules.entries import Refused
from kiosk.rules.fold import fold
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import (
    BadgeText,
    Certificate,
    Mission,
    Officer,
    OfficerNumber,
    PositionId,
    Role,
    Weapon,
    WeaponNumber,
    WeaponType,
)

SEED = 206_122
"""The number of weapons that the paper registers of 2006-2007 held; ours, as a seed."""

ALL_WEAPONS = 206_122
PIN = "739154"
BADGE_READER, WEAPON_READER = "badge reader", "weapon scanner"
FAR_MS = 4_102_444_800_000
"""1 January 2100: certificates and mission orders of the bench do not run out."""

_SITE = 7
_A_SITE = 90_000
_PORTION = 5_000
_MODELS = (
    ("Norinco Type 56", "rifle", "7.62x39"),
    ("Izhmash AKM", "rifle", "7.62x39"),
    ("Colt M16A1", "rifle", "5.56x45"),
    ("Norinco Type 54", "pistol", "7.62x25"),
    ("CZ 75", "pistol", "9x19"),
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person of the bench, with badge; everybody's PIN is `PIN`."""

    number: str
    name: str
    role: Role
    badge: str


PEOPLE = (
    *(
        Holder(f"P{place:04}", f"Officer {place}", Role.OFFICER, number(Kind.BADGE, _SITE, place))
        for place in range(1, 13)
    ),
    Holder("P0101", "Custodian 1", Role.CUSTODIAN, number(Kind.BADGE, _SITE, 101)),
    Holder("P0102", "Chief 2", Role.CHIEF, number(Kind.BADGE, _SITE, 102)),
)
OFFICERS = tuple(who for who in PEOPLE if who.role is Role.OFFICER)
CUSTODIAN = next(who for who in PEOPLE if who.role is Role.CUSTODIAN)
CHIEF = next(who for who in PEOPLE if who.role is Role.CHIEF)

ALONE = """
[policy.changes.counter_sign]
value = "never"
source = "the bench: the scan of the weapon itself opens, at any hour"
"""
"""A change to the policy under which no second person is asked for."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the bay is built.

    `extra` is put into kiosk.toml as it stands; `built`, if given, in place of readers and cables.
    """

    profile: str = "cambodia"
    cables: int = 4
    on_a_cable: int = 6
    extra: str = ""
    built: str = ""

    def positions(self, cable: int) -> list[str]:
        """Return the ids of the positions on a cable, counted from 0."""
        first = cable * self.on_a_cable
        return [f"R1-{place:02}" for place in range(first + 1, first + 1 + self.on_a_cable)]

    @property
    def places(self) -> list[str]:
        """The ids of all positions."""
        return [place for cable in range(self.cables) for place in self.positions(cable)]


def cable_id(cable: int) -> str:
    """Return the id of a cable, counted from 0."""
    return f"R1-C{cable + 1}"


def weapon(place: int) -> Weapon:
    """Return one weapon; the same place is the same weapon in every run."""
    dice = random.Random(SEED * 1_000_003 + place)
    name, kind, calibre = dice.choice(_MODELS)
    return Weapon(
        number=WeaponNumber(number(Kind.WEAPON, _SITE + place // _A_SITE, 1 + place % _A_SITE)),
        name=name,
        type=WeaponType(kind),
        serial=f"{dice.randrange(10**7):07}",
        calibre=calibre,
        magazines=2,
        rounds=60,
    )


def rows(weapons: int, racked: Sequence[str]) -> Iterator[tuple[o.Fact, ...]]:
    """Return the register without badges, what belongs together in one row."""
    kinds = sorted({kind for _, kind, _ in _MODELS})
    courses = tuple(Certificate(WeaponType(kind), FAR_MS) for kind in kinds)
    for who in PEOPLE:
        number = OfficerNumber(who.number)
        officer = Officer(number, who.name, rank="Lt", role=who.role, certificates=courses)
        if who.role is Role.OFFICER:
            yield officer, o.MissionOrder(number, Mission(f"M-{who.number}", 0, FAR_MS))
        else:
            yield (officer,)
    for place in range(weapons):
        one = weapon(place)
        if place < len(racked):
            yield one, o.Racking(one.number, PositionId(racked[place]))
        else:
            yield (one,)


_READERS = f"""
[[reader]]
name = "{BADGE_READER}"
kind = "simulated"
reads = "badge"

[[reader]]
name = "{WEAPON_READER}"
kind = "simulated"
reads = "weapon"
"""


def kiosk_toml(folder: Path, layout: Layout) -> Path:
    """Write a kiosk.toml for a bay whose book is kept in `folder`."""
    cables = "".join(
        f"""
[[cable]]
id = "{cable_id(cable)}"
rack = "R1"
positions = {layout.positions(cable)!r}
lock = {{ kind = "simulated", max_on_s = 5 }}
contact = {{ kind = "simulated" }}
"""
        for cable in range(layout.cables)
    )
    text = f"""\
[kiosk]
name = "bench"
folder = "{folder / "book"}"
socket = "{folder / "kiosk.sock"}"

[policy]
profile = "{layout.profile}"
{layout.extra}
{layout.built or _READERS + cables}
"""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "kiosk.toml"
    path.write_text(text, encoding="utf-8")
    return path


def found(folder: Path, layout: Layout, weapons: int) -> tuple[Path, Settings]:
    """Found a book with so many weapons; return its kiosk.toml and what that says."""
    path = kiosk_toml(folder, layout)
    settings = read_settings(path)

    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        now = SystemClock().now()
        started = o.KeeperStarted(now, (), settings.positions())
        bay = _write(book, book.bay(), started)
        rest = rows(weapons, layout.places)
        while portion := tuple(chain.from_iterable(islice(rest, _PORTION))):
            bay = _write(book, bay, o.RegisterAsked(now, "founding", portion))
        everybody = frozenset(who.number for who in PEOPLE)
        gifts = tuple(badges(book.pins))
        _write(book, bay, o.RegisterAsked(now, "founding", gifts, everybody))
    return path, settings


def badges(pins: Pins) -> Iterator[o.Fact]:
    """Return everybody's badge and PIN; last, for with them the founding is over."""
    sealed = pins.seal(PIN)
    for who in PEOPLE:
        yield o.BadgeGift(OfficerNumber(who.number), BadgeText(who.badge), sealed)


def _write(book: Book, bay: Bay, seen: o.Observation) -> Bay:
    entries = decide(bay, seen).entries
    if any(isinstance(entry, Refused) for entry in entries):
        raise RuntimeError(f"the bench's own register was refused: {entries}")
    book.journal.append(entries)
    return fold(bay, entries)
