"""`kiosk demo`: the simulated warehouse of `make run`."""

import sys
from pathlib import Path

import click

from kiosk.commands.ending import told_to_end
from kiosk.demo.folder import home
from kiosk.demo.show import run


@click.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file whose readers, cables and so on take the place of simulated ones.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the demonstration lives; $XDG_DATA_HOME/armoury-kiosk/demo if not given.",
)
@click.option("--fresh", is_flag=True, help="Begin with a new book.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
def command(config: Path | None, folder: Path | None, fresh: bool, no_browser: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Start a simulated warehouse, its pages included.

    The terminal shows addresses, badges and PINs, and then the four lines as they happen. Ctrl-C
    ends it; the book stays for the next time. A program that is killed is started again.
    """
    stop = told_to_end()
    sys.exit(run(folder or home(), config, stop, click.echo, fresh=fresh, browser=not no_browser))
