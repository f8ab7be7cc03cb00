"""`kiosk correct`: changing what stands in the register, begun here and done by two people.

What is corrected stays in the book: as it was, as it is, who stood by it, and why.
"""

from dataclasses import replace
from pathlib import Path

import click

from kiosk.assembly.register_files import Cells, FileWrong, officer_of, weapon_of
from kiosk.commands import FAILED, ends
from kiosk.commands.options import config_option
from kiosk.commands.register import register_of
from kiosk.commands.vouching import follow
from kiosk.config import Settings, read_settings
from kiosk.rules.things import Condition, Officer, Role, SerialStatus, Weapon
from kiosk.service.client import RemoteService
from kiosk.service.office import RemoteOffice, Thing
from kiosk.service.protocol import WorkDone
from kiosk.service.views import Stage

STEPS = {
    Stage.VOUCH: "At the kiosk: a person who stands by it shows their badge ({vouchers} of 2).",
    Stage.VOUCH_PIN: "{second} types their PIN.",
}
"""What is to be done next, stage by stage."""

why_option = click.option("--why", required=True, help="For the book, in a few words.")


@click.group()
def command() -> None:
    """Correct the register: two people stand by each correction."""


@command.command("officer")
@config_option
@click.argument("number")
@why_option
@click.option("--name")
@click.option("--name-km", help="The name in Khmer.")
@click.option("--rank")
@click.option("--unit")
@click.option("--post", help="Where they serve.")
@click.option("--role", type=click.Choice([role.value for role in Role]))
@click.option("--active", type=click.Choice(["yes", "no"]), help="no: serves here no longer.")
@click.option("--hold", type=click.Choice(["yes", "no"]), help="no: may draw again.")
@click.option("--certificates", help="All of them: 'rifle 2030-12-31; pistol 2029-06-30'.")
def officer(config: Path, number: str, why: str, **cells: str | None) -> None:
    """Correct what the register says of officer NUMBER.

    What is not named stays as it is. Two people stand by it at the kiosk's reader with badge and
    PIN: custodian, chief or registrar, neither of them the officer. Ends with 1 when it came to
    nothing.
    """
    settings = read_settings(config)
    with register_of(settings) as office:
        before = next((one for one in office.officers() if one.number == number), None)
    if before is None:
        ends(f"The register has no officer {number}.", FAILED)
    _begin(settings, why, _officer(before, cells, settings.policy.utc_offset_min), before)


@command.command("weapon")
@config_option
@click.argument("number")
@why_option
@click.option("--name")
@click.option("--type")
@click.option("--serial", help="What is engraved; '' when nothing is legible.")
@click.option("--serial-status", type=click.Choice([status.value for status in SerialStatus]))
@click.option("--calibre")
@click.option("--condition", type=click.Choice([condition.value for condition in Condition]))
@click.option("--magazines", help="Magazines that go out with it.")
@click.option("--rounds", help="Rounds that go out with it.")
@click.option("--tags", help="All EPCs of its UHF tags, with spaces between; '' for none.")
def weapon(config: Path, number: str, why: str, **cells: str | None) -> None:
    """Correct what the register says of weapon NUMBER, by registration number.

    What is not named stays as it is. Two people stand by it at the kiosk's reader with badge and
    PIN: custodian, chief or registrar, neither of them out with the weapon. Ends with 1 when it
    came to nothing.
    """
    settings = read_settings(config)
    with register_of(settings) as office:
        found = office.weapons(number)
    before = next((one for one in found if one.number == number), None)
    if before is None:
        ends(f"The register has no weapon {number}.", FAILED)
    _begin(settings, why, _weapon(before, cells), before)


@command.command("reverse")
@config_option
@click.argument("line", type=click.IntRange(min=1))
@why_option
def reverse(config: Path, line: int, why: str) -> None:
    """Take a correction back, by its LINE in the book.

    Each field of it is again as it was before; the book keeps both lines. Only while what the
    correction wrote stands, and once. Two people stand by it as by any correction. Ends with 1
    when it came to nothing.
    """
    settings = read_settings(config)
    path = Path(settings.kiosk.socket)
    _follow(path, RemoteOffice(path).reverse(line, why))


def _begin(settings: Settings, why: str, wanted: Thing, before: Thing) -> None:
    path = Path(settings.kiosk.socket)
    _follow(path, RemoteOffice(path).correct(why, wanted, before))


def _follow(path: Path, begun: WorkDone) -> None:
    left = "Nothing was corrected: it was left before its end."
    done = {"officer.corrected", "weapon.corrected"}
    follow(RemoteService(path), begun, STEPS, done, left)
    click.echo("The register is corrected.")


def _officer(before: Officer, cells: dict[str, str | None], utc_offset_min: int) -> Officer:
    stays = {
        "number": before.number,
        "name": before.name,
        "name_km": before.name_km,
        "rank": before.rank,
        "unit": before.unit,
        "role": before.role,
        "active": "yes" if before.active else "no",
        "hold": "yes" if before.hold else "no",
        "post": before.post,
    }
    try:
        after = officer_of(Cells("correct officer", stays | _named(cells)), utc_offset_min)
    except FileWrong as wrong:
        ends(f"{wrong}. Nothing was written.", FAILED)
    if cells["certificates"] is None:
        return replace(after, certificates=before.certificates)
    return after


def _weapon(before: Weapon, cells: dict[str, str | None]) -> Weapon:
    stays = {
        "number": before.number,
        "name": before.name,
        "type": before.type,
        "serial": before.serial,
        "calibre": before.calibre,
        "condition": before.condition,
        "magazines": str(before.magazines),
        "rounds": str(before.rounds),
        "serial_status": before.serial_status,
        "tags": " ".join(before.tags),
    }
    try:
        return weapon_of(Cells("correct weapon", stays | _named(cells)), lambda: before.number)[0]
    except FileWrong as wrong:
        ends(f"{wrong}. Nothing was written.", FAILED)


def _named(cells: dict[str, str | None]) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if cell is not None}
