"""`kiosk train`: a training register beside the real one."""

import sys
from pathlib import Path

import click

from kiosk.commands.ending import told_to_end
from kiosk.demo.folder import home
from kiosk.demo.plays import TRAINING
from kiosk.demo.show import run


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the training lives; $XDG_DATA_HOME/armoury-kiosk/training if not given.",
)
@click.option("--fresh", is_flag=True, help="Begin with a new book.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
def command(folder: Path | None, fresh: bool, no_browser: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Start a training register, its pages included, with the exercises of the course.

    Simulated parts and invented people only; every page and paper says TRAINING. The exercises are
    a page of the office, ticked by what stands in the training book. Ctrl-C ends it; the book
    stays for the next day.
    """
    stop = told_to_end()
    home_of = folder or home(TRAINING)
    code = run(home_of, None, stop, click.echo, fresh=fresh, browser=not no_browser, play=TRAINING)
    sys.exit(code)
