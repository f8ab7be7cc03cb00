"""Who and what there is in the drill's rack room: racks, cables, weapons, people, their papers."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import kiosk.rules
from kiosk.keeper.eyes import Wiring
from kiosk.rules import observations as o
from kiosk.rules.labels import Kind, number
from kiosk.rules.policy import Policy, policy_from
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Certificate,
    Mission,
    Officer,
    OfficerNumber,
    Position,
    PositionId,
    RackId,
    Role,
    Signal,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from tests.drill.antenna import tag_of

PROFILES = ("cambodia", "self_service")
HOUR_MS = 3_600_000
FOR_EVER_MS = 4_000_000_000_000
SPARE = 2
"""Positions that are nobody's on the first morning: weapons that come in are racked there."""

READERS = {"badge": "badge", "weapon": "weapon", "desk": "any"}


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody with a number, a badge and a PIN in their head."""

    number: OfficerNumber
    role: Role
    badge: BadgeText
    pin: str

    @property
    def duress(self) -> str:
        """The PIN they type when somebody threatens them."""
        return f"9{self.pin}9"


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole rack room on its first morning."""

    profile: str
    policy: Policy
    positions: tuple[Position, ...]
    weapons: tuple[Weapon, ...]
    homes: tuple[o.Racking, ...]
    visiting: tuple[Weapon, ...]
    people: tuple[Citizen, ...]
    officers: tuple[Officer, ...]
    wiring: Wiring


def profile(name: str) -> Policy:
    """Return the policy of a profile that ships with the rules."""
    folder = Path(kiosk.rules.__file__).parent / "profiles"
    return policy_from(tomllib.loads((folder / f"{name}.toml").read_text()))


def layout(name: str, random: Random, wall_ms: int) -> Layout:
    """Return the room of a profile: long cables in Cambodia, else one bolt a position."""
    long = name == "cambodia"
    cables = ["A1", "A2", "B1", "B2"] if long else [f"L{number}" for number in range(1, 11)]
    places = 4 if long else 1
    positions = [
        Position(PositionId(f"{cable}-{place}"), RackId(cable[0]), CableId(cable))
        for cable in cables
        for place in range(1, places + 1)
    ]
    last = positions[-1]
    positions[-1] = Position(last.id, last.rack, last.cable, quarantine=True)
    weapons = tuple(_weapon(sequence) for sequence in range(1, len(positions) - SPARE))
    homes = tuple(
        o.Racking(weapon.number, position.id)
        for weapon, position in zip(weapons, positions, strict=False)
    )
    officers, people = _people(random, wall_ms)
    sensed = positions[: len(positions) // 2] if places == 1 else []
    wiring = Wiring(
        readers=READERS,
        cables={f"contact-{cable}": CableId(cable) for cable in cables},
        presence={f"sensor-{position.id}": position.id for position in sensed},
        signals={f"{signal} line": signal for signal in Signal},
    )
    visiting = (_weapon(900), _weapon(901))
    rules = replace(profile(name), passing_on=long)  # nobody would ever see it tried, else
    return Layout(name, rules, tuple(positions), weapons, homes, visiting, people, officers, wiring)


def recruit(sequence: int) -> tuple[Officer, Citizen]:
    """Return somebody who is not registered yet."""
    number_ = OfficerNumber(f"R-{sequence}")
    courses = (Certificate(WeaponType("rifle"), FOR_EVER_MS),)
    officer = Officer(number_, f"Recruit {sequence}", certificates=courses)
    badge = BadgeText(number(Kind.BADGE, 2, sequence))
    return officer, Citizen(number_, Role.OFFICER, badge, f"77{sequence:03}")


def collected(sequence: int) -> Weapon:
    """Return a weapon that comes in."""
    return _weapon(800 + sequence)


def mission(sequence: int, wall_ms: int, hours: int) -> Mission:
    """Return a mission order that begins now."""
    return Mission(f"M-{sequence}", wall_ms, wall_ms + hours * HOUR_MS)


def _weapon(sequence: int) -> Weapon:
    kind = "pistol" if sequence % 3 == 0 else "rifle"
    own = number(Kind.WEAPON, 1, sequence)
    return Weapon(
        WeaponNumber(own),
        f"{kind} {sequence}",
        WeaponType(kind),
        f"S{sequence:04}",
        magazines=2,
        rounds=30,
        tags=(tag_of(own),) if sequence % 4 else (),
    )


_ROLES = (
    Role.CUSTODIAN, Role.CUSTODIAN, Role.CHIEF, Role.REGISTRAR, Role.ARMOURER,
    *(Role.OFFICER for _ in range(9)),
)  # fmt: skip


def _people(random: Random, wall_ms: int) -> tuple[tuple[Officer, ...], tuple[Citizen, ...]]:
    officers, people = [], []
    for sequence, role in enumerate(_ROLES, start=1):
        person = OfficerNumber(f"0{sequence:03}")
        expires_ms = wall_ms + random.choice([2, 900, 900, 900]) * HOUR_MS
        courses = [Certificate(WeaponType("rifle"), expires_ms)]
        if sequence % 2:
            courses.append(Certificate(WeaponType("pistol"), wall_ms + 900 * HOUR_MS))
        officers.append(
            Officer(
                person,
                f"Person {sequence}",
                role=role,
                active=sequence != len(_ROLES),
                hold=sequence == len(_ROLES) - 1,
                certificates=tuple(courses),
            )
        )
        badge = BadgeText(number(Kind.BADGE, 1, sequence) if sequence % 4 else f"04A1B2C{sequence}")
        people.append(Citizen(person, role, badge, f"{random.randrange(10_000):04}"))
    return tuple(officers), tuple(people)
