"""`kiosk replace`: a Pi takes the place of one that died, its book put back from a copy."""

import os
import subprocess
from pathlib import Path

import click

from kiosk.assembly.founding import account
from kiosk.commands.options import progress
from kiosk.commands.provision import SYSTEMD, UNITS, ask_pin
from kiosk.commands.restore import heads_option, refuse_running, told
from kiosk.commands.verify import head_of
from kiosk.provision.laying import Target
from kiosk.provision.plan import read_replacement
from kiosk.provision.replacing import replace_dead
from kiosk.registry.restoring import newest_copy


@click.command()
@heads_option
@click.option("--replace", "replaced", is_flag=True, help="Put a changed kiosk.toml in its place.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("/"),
    show_default=True,
    metavar="DIR",
    help="A file system that is being prepared, in place of this one.",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
def command(
    file: Path,
    folder: Path,
    heads: tuple[str, ...],
    replaced: bool,  # noqa: FBT001 - click calls it by name
    root: Path,
) -> None:
    """Make of this Pi the kiosk that died, from FILE and the newest copy of its book in FOLDER.

    FILE is that of a first install; its lists are not read, for the book knows its people and
    weapons. Each [[badge]] in it must be one that the book knows, and gives its owner a PIN: no
    other PIN is right any more. The book gets a new key, names the gap, calls the chief and orders
    a count of everything. Give every head that left the dead kiosk: they say how much is lost.

    Ends with 3 when the copy is not as it was written, with 78 when something does not fit.
    """
    given = [head_of(text) for text in heads]
    plan = read_replacement(file, ask_pin)
    if root == Path("/"):
        refuse_running(plan.settings)
    source = newest_copy(folder, plan.settings.kiosk.name)
    with progress() as tell:
        done, steps = replace_dead(
            plan,
            source,
            given,
            Target(root),
            by=account(os.geteuid()),
            tell=tell,
            replaced=replaced,
        )
    for step in steps:
        click.echo(f"{step.name}: {step.sentence}")
    if root == Path("/") and SYSTEMD.is_dir():
        for words in (UNITS, ("--no-block", "browser.service")):  # a screen may come later
            subprocess.run(["/usr/bin/systemctl", "restart", *words], check=False)  # noqa: S603 - our own words
    told(done)
