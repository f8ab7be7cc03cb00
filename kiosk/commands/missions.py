"""`kiosk missions`: mission orders, the papers that let an officer draw for a while."""

from pathlib import Path

import click

from kiosk.assembly.register_files import local_ms
from kiosk.commands.options import config_option
from kiosk.commands.register import add
from kiosk.config import read_settings
from kiosk.rules.observations import MissionOrder
from kiosk.rules.things import Mission, OfficerNumber

_WHEN = "local time, YYYY-MM-DDTHH:MM"


@click.group()
def command() -> None:
    """Write mission orders into the register."""


@command.command("add")
@config_option
@click.argument("number")
@click.argument("officer")
@click.option("--from", "since", required=True, metavar="WHEN", help=f"Valid from: {_WHEN}.")
@click.option("--until", required=True, metavar="WHEN", help=f"Valid until: {_WHEN}.")
def add_one(config: Path, number: str, officer: str, since: str, until: str) -> None:
    """Write mission order NUMBER for OFFICER, by their number."""
    settings = read_settings(config)
    offset = settings.policy.utc_offset_min
    try:
        mission = Mission(number, local_ms(since, offset), local_ms(until, offset))
    except ValueError as wrong:
        raise click.UsageError(f"--from and --until: expected {_WHEN}: {wrong}") from wrong
    if mission.valid_until_ms <= mission.valid_from_ms:
        raise click.UsageError("--until must be after --from")
    add(settings, (MissionOrder(OfficerNumber(officer), mission),), number)
