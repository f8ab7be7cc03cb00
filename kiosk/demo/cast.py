"""Who is in the simulated warehouse: everybody's badge, PIN and mission orders. All invented."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from kiosk.rules.labels import Command, Kind, number
from kiosk.rules.things import BadgeText, Officer, OfficerNumber
from kiosk.spelling import thing

SITE = 1
"""The site on every label of the demonstration."""


@dataclass(frozen=True, slots=True)
class Member:
    """One person with badge and PIN; `shows` says what happens when they want a weapon."""

    officer: OfficerNumber
    badge: int
    pin: str
    shows: str
    shows_km: str = ""

    @property
    def badge_text(self) -> BadgeText:
        """What a reader reads from the badge."""
        return BadgeText(number(Kind.BADGE, SITE, self.badge))


@dataclass(frozen=True, slots=True)
class Order:
    """A mission order from the morning of `first_day` to the end of `last_day`, 0 being today."""

    officer: OfficerNumber
    number: str
    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, and the papers that let them draw."""

    members: tuple[Member, ...]
    orders: tuple[Order, ...]


def files() -> Traversable:
    """Return the folder of the demonstration's own files."""
    return resources.files("kiosk.demo")


def read_cast() -> Cast:
    """Return the cast as founding.toml names it."""
    raw = tomllib.loads((files() / "founding.toml").read_text(encoding="utf-8"))
    return Cast(
        tuple(thing(Member, person) for person in raw["person"]),
        tuple(
            Order(OfficerNumber(order["officer"]), order["number"], *order["days"])
            for order in raw["mission"]
        ),
    )


def bench_sheet(
    members: tuple[Member, ...], people: Mapping[OfficerNumber, Officer]
) -> dict[str, list[dict[str, str]]]:
    """Return what the bench shows beside each badge: the face reads it from a file."""
    return {
        "badge": [
            {
                "text": member.badge_text,
                "number": member.officer,
                "name_km": people[member.officer].name_km,
                "pin": member.pin,
                "shows": member.shows,
                "shows_km": member.shows_km,
            }
            for member in members
        ]
    }


def cards() -> tuple[tuple[str, str], ...]:
    """Return the command cards: what each asks for, and its number."""
    digits = [(str(digit), number(Kind.COMMAND, SITE, digit)) for digit in range(10)]
    orders = [
        (command.name.lower().replace("_", " "), number(Kind.COMMAND, SITE, command.value))
        for command in Command
    ]
    return (*digits, *orders)
