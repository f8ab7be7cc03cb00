"""`kiosk logs`: what the programs said, as journald or a demonstration kept it."""

import sys
import threading
from pathlib import Path

import click

from kiosk.assembly.logs import (
    UNITS,
    NoLog,
    journal_words,
    log_file,
    run_until,
    tail,
    with_systemd,
)
from kiosk.commands import FAILED, ends
from kiosk.commands.ending import told_to_end
from kiosk.commands.options import config_option
from kiosk.config import read_settings

LINES = 200
"""Lines that are shown when nobody says since when: a screenful or five."""


@click.command()
@config_option
@click.option("--follow", "-f", is_flag=True, help="Go on with what is said from now on.")
@click.option(
    "--since", default="", metavar="WHEN", help="'2026-11-23 06:00', yesterday, -2h; local time."
)
@click.option(
    "--unit",
    "programs",
    multiple=True,
    type=click.Choice(tuple(UNITS)),
    help="One program; may be given again. All if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line, as journald has it.")
def command(
    config: Path,
    follow: bool,  # noqa: FBT001 - click calls it by name
    since: str,
    programs: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - click calls it by name
) -> None:
    """Show what the programs of this kiosk said: the newest 200 lines, or all since WHEN.

    Read from journald; the account must be in the group systemd-journal. Where no systemd runs, the
    log of the pages of a demonstration, which has no times. Ctrl-C ends it. A log proves nothing:
    what happened with weapons stands in the book.
    """
    if with_systemd():
        lines = 0 if since else LINES
        words = journal_words(programs, since=since, lines=lines, follow=follow, as_json=as_json)
        code = run_until(words, _stop(follow=follow))
        if code:
            ends(f"journalctl ended with {code}.", FAILED)
        return
    if since or as_json:
        raise click.UsageError("--since and --json ask journald, and no systemd runs here")
    try:
        path = log_file(read_settings(config), programs)
    except NoLog as none:
        ends(str(none), FAILED)
    tail(path, LINES, _write, _stop(follow=True) if follow else None)


def _stop(*, follow: bool) -> threading.Event:
    """Return what is set when somebody has seen enough."""
    return told_to_end() if follow else threading.Event()


def _write(text: bytes) -> None:
    sys.stdout.write(text.decode(errors="replace"))
    sys.stdout.flush()
