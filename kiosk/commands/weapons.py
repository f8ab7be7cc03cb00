"""`kiosk weapons`: the weapons of the register. Only new ones are written here."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from kiosk.assembly.register_files import (
    WEAPON_COLUMNS,
    Cells,
    FileWrong,
    ListRow,
    weapon_of,
    weapons_in,
)
from kiosk.commands import FAILED, ends
from kiosk.commands.options import answer, config_option, json_option, table
from kiosk.commands.register import NewNumbers, add, load, register_of
from kiosk.config import read_settings
from kiosk.registry.queries import Office
from kiosk.rules.things import SerialStatus, Weapon
from kiosk.spelling import plain

PAGE = 1_000


@click.group()
def command() -> None:
    """The weapons of the register."""


@command.command("add")
@config_option
@click.argument("name")
@click.argument("type")
@click.argument("serial")
@click.option(
    "--number", default="", help="Our registration number; the next free one if not given."
)
@click.option(
    "--serial-status",
    type=click.Choice([status.value for status in SerialStatus]),
    default=SerialStatus.CLEAR.value,
    help="How far SERIAL can be read, and believed.",
)
@click.option("--calibre", default="")
@click.option("--magazines", default="", help="Magazines that go out with it.")
@click.option("--rounds", default="", help="Rounds that go out with it.")
@click.option("--position", default="", help="Where it hangs.")
@click.option("--tags", default="", help="EPCs of its UHF tags, with spaces between.")
def add_one(config: Path, **cells: str) -> None:
    """Register one weapon and print its registration number.

    SERIAL is what is engraved; '' when nothing is legible.
    """
    settings = read_settings(config)
    try:
        facts = weapon_of(Cells("weapons add", cells), NewNumbers.after_all_in(settings))
    except FileWrong as wrong:
        ends(f"{wrong}. Nothing was written.", FAILED)
    add(settings, facts, facts[0].number)


@command.command(
    "load",
    help=f"""Register the weapons of a CSV list.

    UTF-8, one header row, all cells taken as text: a serial stays as it is, byte for byte.
    Columns: {", ".join(WEAPON_COLUMNS)}. Needed: name, type, serial (which may be empty).
    Several tags of one weapon stand with spaces between.
    A weapon without a number gets the next registration number.
    """,
)
@config_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def load_list(config: Path, file: Path) -> None:  # noqa: D103 - the help stands above
    settings = read_settings(config)
    first = NewNumbers.after_all_in(settings).sequence

    def rows() -> Iterator[ListRow]:
        return weapons_in(file, NewNumbers(settings.kiosk.site, first))

    load(settings, rows, "weapons")


@command.command("list")
@config_option
@json_option
@click.option("--search", default="", help="Any part of a registration number or serial.")
def show_all(config: Path, search: str, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """List the weapons, by registration number."""
    with register_of(read_settings(config)) as office:
        weapons = list(_all(office, search))
    if as_json:
        answer({"weapons": [plain(weapon) for weapon in weapons]})
        return
    table(
        [("number", "name", "type", "serial", "calibre", "condition")]
        + [(w.number, w.name, w.type, w.serial, w.calibre, w.condition) for w in weapons]
    )


@command.command("show")
@config_option
@json_option
@click.argument("number")
def show_one(config: Path, number: str, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Show one weapon, by registration number or whole serial."""
    with register_of(read_settings(config)) as office:
        found = [w for w in _all(office, number) if number in (w.number, w.serial)]
    if not found:
        ends(f"The register has no weapon {number}.", FAILED)
    if as_json:
        answer({"weapons": [plain(weapon) for weapon in found]})
        return
    for weapon in found:
        table([(field.name, _read(getattr(weapon, field.name))) for field in fields(weapon)])


def _read(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _all(office: Office, search: str) -> Iterator[Weapon]:
    after = ""
    while page := office.weapons(search, after, PAGE):
        yield from page
        after = page[-1].number
