"""`kiosk lens`: what people do with each other more than chance has it, for the level above."""

import errno
import os
from contextlib import closing
from pathlib import Path

import click

from kiosk.commands.options import config_option, say
from kiosk.commands.register import database_of
from kiosk.config import Settings, read_settings
from kiosk.registry.holding import signing_key
from kiosk.registry.lens import DAYS, Lenses, Seen, report
from kiosk.rules.lens.lenses import Lens, Level


@click.command()
@config_option
@click.option("--days", type=click.IntRange(1, 3650), default=DAYS, show_default=True)
@click.option(
    "--export",
    "path",
    type=click.Path(path_type=Path),
    help="Write all of it, names included, into a new file, signed: for the province.",
)
def command(config: Path, days: int, path: Path | None) -> None:
    """Say how much the lenses see, and write the report that goes one level up.

    What is shown here names nobody. The report names everybody whom a pattern is about, the chief
    too, and belongs to the level above the warehouse. It is signed by the kiosk's own key, so that
    nobody on the way alters it; `kiosk.pub` checks it.
    """
    settings = read_settings(config)
    with closing(Lenses.at(database_of(settings))) as lenses:
        seen = lenses.look(settings.policy, days)
    _say(seen)
    if path is not None:
        _export(settings, seen, path)


def _say(seen: Seen) -> None:
    for lens in Lens:
        found = [one for one in seen.findings if one.lens is lens]
        click.echo(f"{lens:14} {len(found)}")
    above = len(seen.told_to(Level.ABOVE))
    click.echo(f"{seen.entries} entries up to {seen.seq}; {above} only for the level above")


def _export(settings: Settings, seen: Seen, path: Path) -> None:
    """Write the signed report into a file that is not there yet, for this account alone."""
    text = report(seen, signing_key(settings.folder, settings.kiosk.name))
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as there:
        raise OSError(errno.EEXIST, "there is such a file already", str(path)) from there
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    say(f"The report is in {path}.")
