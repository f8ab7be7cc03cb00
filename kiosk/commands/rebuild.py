"""`kiosk rebuild`: one part of the book made again from the rest."""

from pathlib import Path

import click

from kiosk.assembly.remaking import Part, remake
from kiosk.commands.options import config_option, progress
from kiosk.config import read_settings


@click.command()
@config_option
@click.argument("part", type=click.Choice([part.value for part in Part]))
def command(config: Path, part: str) -> None:
    """Make one PART of the book again from the rest, while no kiosk runs.

    lines: the line file, from the database. database: the database, from the line file. tables: the
    tables, from the entries beside them. What a part is made from is verified first; what it
    replaces is put aside. Ends with 3 and changes nothing when the source was changed.
    """
    with progress() as tell:
        last = remake(read_settings(config), Part(part), tell)
    click.echo(f"Made again: {part}, up to entry {last}.")
