"""`kiosk sheet`: what is out with whom and where each weapon is, on paper; for hours without power.

Read-only, from the book; the kiosk need not run. The last sheet before the power ends is asked for
by power_off.service.
"""

import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import click

from kiosk.assembly.machine import wish_beside
from kiosk.commands import USAGE, ends
from kiosk.commands.options import config_option, say
from kiosk.commands.printing import can_print, pdf_option, printed_here, put
from kiosk.commands.register import database_of
from kiosk.config import Settings, read_settings
from kiosk.papers.bay_sheet import Out, Stands, bay_sheet
from kiosk.registry.queries import Facts
from kiosk.registry.sheet_queries import SheetQueries
from kiosk.rules.things import OfficerNumber, WeaponNumber

FOLDER, NAME = "papers", "last-sheet.html"
"""Where the last sheet is kept, in the folder of the book; the one before it is written over."""
PATIENCE_S = 20
"""How long `lp` may take to hand a paper over. Ours; the battery is low."""


@click.command()
@config_option
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it."
)
@pdf_option
@click.option("--last", is_flag=True, help="Keep it beside the book, and print it if one can.")
def command(config: Path, out: Path | None, pdf: bool, last: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Print what is out with whom, where each weapon is, and lines to write on by hand.

    With --last it is kept as papers/last-sheet.html in the folder of the book, as a PDF beside it
    where there is a Chromium, and printed where kiosk.toml has a [printer]: what is done before the
    power ends. It has serials on it and never lies open at the racks.
    """
    if (out is None) is not last:
        ends("Say where to: -o FILE, or --last.", USAGE)
    settings = read_settings(config)
    paper = _paper(settings)
    if out is not None:
        put(out, paper, pdf=pdf)
        return
    _kept(settings, paper)


def _kept(settings: Settings, paper: str) -> None:
    """Keep the last sheet: first what always can be done, then what a battery may still give."""
    wish_beside(settings.kiosk.socket).unlink(missing_ok=True)  # or it would be asked for again
    kept = settings.folder / FOLDER / NAME
    kept.parent.mkdir(mode=0o750, exist_ok=True)
    put(kept, paper)
    say(f"The sheet is in {kept}.")
    if not can_print():
        say("There is no Chromium here to make a PDF of it.")
        return
    made = kept.with_suffix(".pdf")
    put(made, paper, pdf=True)
    say(f"The sheet is in {made}.")
    if settings.printer is not None:
        _on_paper(made, settings.printer.name)


def _on_paper(made: Path, printer: str) -> None:
    program = shutil.which("lp")
    if program is None:
        say("There is no lp here to print it: apt install cups-client.")
        return
    try:
        done = subprocess.run(  # noqa: S603 - Debian's program, a printer's name that is no option
            [program, "-d", printer, str(made)],
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
    except subprocess.TimeoutExpired:
        say(f"{printer} did not take it within {PATIENCE_S} s.")
        return
    taken = done.returncode == 0
    say(f"{printer} takes it." if taken else f"{printer} does not take it: {done.stderr.strip()}")


def _paper(settings: Settings) -> str:
    database = database_of(settings)
    with closing(SheetQueries.at(database)) as sheet, closing(Facts.at(database)) as facts:
        out = tuple(
            Out(*_weapon(one.weapon, facts), _person(one.holder, facts), one.since_ms, one.due_ms)
            for one in sheet.out()
        )
        stands = tuple(
            Stands(place.position, place.cable, *_weapon(place.weapon, facts), doubt=place.doubt)
            for place in sheet.places()
        )
        missing = tuple(_weapon(weapon, facts) for weapon in sheet.missing())
        return bay_sheet(out, stands, missing, printed_here(settings, sheet.head()))


def _weapon(number: WeaponNumber | None, facts: Facts) -> tuple[str, str, str]:
    """Return number, serial and name of a weapon; three times nothing where there is none."""
    if number is None:
        return "", "", ""
    weapon = facts.weapon(number)
    return (number, "", "") if weapon is None else (number, weapon.serial, weapon.name)


def _person(number: OfficerNumber, facts: Facts) -> str:
    person = facts.person(number)
    return number if person is None else f"{person.officer.name} ({number})"
