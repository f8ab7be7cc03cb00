"""`kiosk officers`: the people of the register.

Only new ones are written here, and holds: to change what stands there is a correction
(`kiosk correct`), and takes two people.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from kiosk.assembly.register_files import (
    OFFICER_COLUMNS,
    Cells,
    FileWrong,
    local_day,
    officer_of,
    officers_in,
)
from kiosk.commands import FAILED, ends
from kiosk.commands.options import answer, config_option, json_option, table
from kiosk.commands.register import add, load, refusal, register_of
from kiosk.config import Settings, read_settings
from kiosk.registry.opening import DATABASE
from kiosk.registry.queries import Facts
from kiosk.rules.things import Officer, OfficerNumber, Person, Role
from kiosk.service.office import RemoteOffice


@click.group()
def command() -> None:
    """The people of the register."""


@command.command("add")
@config_option
@click.argument("number")
@click.argument("name")
@click.option("--name-km", default="", help="The name in Khmer.")
@click.option("--rank", default="")
@click.option("--unit", default="")
@click.option("--post", default="", help="Where they serve.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default="officer", show_default=True
)
@click.option("--certificates", default="", help="As in a list: 'rifle 2030-12-31; pistol ...'.")
def add_one(config: Path, **cells: str) -> None:
    """Register one person, by the NUMBER and NAME on their papers."""
    settings = read_settings(config)
    try:
        officer = officer_of(Cells("officers add", cells), settings.policy.utc_offset_min)
    except FileWrong as wrong:
        ends(f"{wrong}. Nothing was written.", FAILED)
    add(settings, (officer,), officer.number)


@command.command(
    "load",
    help=f"""Register the people of a CSV list.

    UTF-8, one header row, all cells taken as text. Columns: {", ".join(OFFICER_COLUMNS)}.
    Only number and name are needed. Certificates: 'rifle 2030-12-31; pistol 2029-06-30', and
    behind each, if it is known: '| NUMBER | COURSE | ISSUED YYYY-MM-DD | ISSUER'.
    """,
)
@config_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def load_list(config: Path, file: Path) -> None:  # noqa: D103 - the help stands above
    settings = read_settings(config)
    load(settings, lambda: officers_in(file, settings.policy.utc_offset_min), "officers")


@command.command("list")
@config_option
@json_option
def show_all(config: Path, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """List everybody, by number."""
    settings = read_settings(config)
    with register_of(settings) as office:
        people = office.officers()
    if as_json:
        answer({"officers": [_plain(officer, settings) for officer in people]})
        return
    rows = [("number", "name", "rank", "unit", "role", "")]
    rows += [(o.number, o.name, o.rank, o.unit, o.role, _remark(o)) for o in people]
    table(rows)


@command.command("show")
@config_option
@json_option
@click.argument("number")
def show_one(config: Path, number: str, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Show one person: papers, mission orders, badges."""
    settings = read_settings(config)
    with register_of(settings) as office:
        badges = [badge for badge, owner in office.badges().items() if owner == number]
    with closing(Facts.at(settings.folder / DATABASE)) as facts:
        person = facts.person(OfficerNumber(number))
    if person is None:
        ends(f"The register has no officer {number}.", FAILED)
    record = _whole(person, badges, settings)
    if as_json:
        answer(record)
        return
    table([(key, _text(value)) for key, value in record.items() if value not in ("", [])])


@command.command("hold")
@config_option
@click.argument("number")
@click.option("--why", required=True, help="For the book, in a few words.")
def hold(config: Path, number: str, why: str) -> None:
    """Let officer NUMBER draw nothing from now on; they may return.

    One person's word is enough. To lift it takes two: kiosk correct officer NUMBER --hold no.
    """
    settings = read_settings(config)
    done = RemoteOffice(Path(settings.kiosk.socket)).hold(OfficerNumber(number), why)
    if done.reason:
        ends(refusal(done.reason, done.about), FAILED)
    click.echo(f"Officer {number} draws nothing from now on.")


def _plain(officer: Officer, settings: Settings) -> dict[str, object]:
    offset = settings.policy.utc_offset_min
    return {
        "number": officer.number,
        "name": officer.name,
        "name_km": officer.name_km,
        "rank": officer.rank,
        "unit": officer.unit,
        "post": officer.post,
        "role": officer.role,
        "active": officer.active,
        "hold": officer.hold,
        "certificates": [
            f"{certificate.type} {local_day(certificate.expires_ms - 1, offset)}"
            for certificate in officer.certificates
        ],
    }


def _whole(person: Person, badges: Sequence[str], settings: Settings) -> dict[str, object]:
    offset = settings.policy.utc_offset_min
    missions = [
        f"{mission.number} {local_day(mission.valid_from_ms, offset)}"
        f" to {local_day(mission.valid_until_ms - 1, offset)}"
        for mission in person.missions
    ]
    return {
        **_plain(person.officer, settings),
        "missions": missions,
        "badges": list(badges),
        "has_pin": person.has_pin,
    }


def _remark(officer: Officer) -> str:
    if not officer.active:
        return "not active"
    return "on hold" if officer.hold else ""


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
