"""`kiosk rebuild`: one part of the book made again from the rest."""

from pathlib import Path

import click

from kiosk.assembly.remaking import remake
from kiosk.commands.options import config_option, progress
from kiosk.config import read_settings
from kiosk.rules.entries import BookPart


@click.command()
@config_option
@click.argument("part", type=click.Choice([part.value for part in BookPart]))
def command(config: Path, part: str) -> None:
    """Make one PART of the book again from the rest, while no kiosk runs.

    lines: the line file, from the database. database: the database, from the line file. tables: the
    tables, from the entries beside them. What a part is made from is verified first; a copy that is
    replaced is put aside. The book says at the next start what was made again. Ends with 3 and
    changes nothing when the source was changed.
    """
    with progress() as tell:
        last = remake(read_settings(config), BookPart(part), tell)
    click.echo(f"Made again: {part}, up to entry {last}.")
