"""A registrar's desk: a small kiosk, people with PINs, and lists to import."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from kiosk.assembly.founding import write_register
from kiosk.commands import commands
from kiosk.config import Settings
from kiosk.registry.card_queries import Cards
from kiosk.registry.opening import DATABASE
from kiosk.rules import observations as o
from kiosk.rules.things import (
    BadgeText,
    Officer,
    OfficerNumber,
    Role,
    Weapon,
    WeaponNumber,
    WeaponType,
)

PIN = "739154"
TODAY = date(2026, 1, 1)
HEAD = ("card", "serial", "model", "calibre", "year", "province", "date")
GOOD = ("C1", "0012345", "AKM", "7.62x39", "1975", "Battambang", "04/05/2006")
PEOPLE = (
    ("R1", Role.REGISTRAR),
    ("C1", Role.CUSTODIAN),
    ("O1", Role.OFFICER),
)


def listed(path: Path, rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> Path:
    """Write a list as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def cards(number: int) -> list[tuple[str, ...]]:
    """Return a heading and so many cards without a doubt."""
    return [HEAD, *((f"C{n}", f"{n:07}", *GOOD[2:]) for n in range(1, number + 1))]


def typed(*words: str | Path, said: str = "") -> Result:
    """Type a command, and `said` when it asks."""
    result = CliRunner().invoke(commands, [str(word) for word in words], input=said or None)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def imported(config: Path, path: Path, *more: str | Path) -> dict[str, Any]:
    """Import a list and return the report; it must have gone well."""
    result = typed("cards", "import", "--config", config, "--json", path, *more)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def founded(settings: Settings) -> None:
    """Give the kiosk people with badges and PINs, as its founding does."""
    write_register(
        settings,
        "founding",
        lambda book: [
            *((Officer(OfficerNumber(number), number, role=role),) for number, role in PEOPLE),
            *(
                (o.BadgeGift(OfficerNumber(number), BadgeText(f"B-{number}"), book.pins.seal(PIN)),)
                for number, _ in PEOPLE
            ),
        ],
    )


def armed(settings: Settings, *weapons: tuple[str, str]) -> None:
    """Register weapons by number and serial."""
    write_register(
        settings,
        "founding",
        lambda _: [
            (Weapon(WeaponNumber(number), "AKM", WeaponType("rifle"), serial),)
            for number, serial in weapons
        ],
    )


def exported(config: Path, *more: str) -> bytes:
    """Return what an export gives."""
    out = config.with_name("out.csv")
    result = typed("cards", "export", "--config", config, "--out", out, *more)
    assert result.exit_code == 0, result.stderr
    return out.read_bytes() if out.exists() else b""


def count_in(settings: Settings) -> int:
    """Return how many cards the register has."""
    path = settings.folder / DATABASE
    if not path.exists():
        return 0
    with closing(Cards.at(path)) as register:
        return sum(1 for stack in register.stacks() for _ in register.entries(stack.stack))
