"""`kiosk labels`: labels to print, for weapons, new badges, positions and command cards.

Read-only: printing a label is no entry and gives no right (docs/decisions/0018-labels.md). What is
wrong with one number is said, and then nothing is written.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import click

from kiosk.commands import FAILED, USAGE, ends
from kiosk.commands.options import config_option, say
from kiosk.commands.printing import out_option, pdf_option, printed_here, put
from kiosk.commands.register import database_of
from kiosk.config import Settings, read_settings
from kiosk.papers.faces import PrintedLabel, TooSmall, face
from kiosk.papers.sheets import GRID_PER_MM, SHEETS, Sheet, sheets
from kiosk.papers.sticking_list import Stuck, placed, sticking_list
from kiosk.papers.zpl import DOTS_PER_MM, ROLLS, zpl
from kiosk.registry.count_queries import CountPapers
from kiosk.registry.search import Search
from kiosk.rules.labels import SEQUENCES, Kind, Label, command_cards, number, read_label

_FILE = click.Path(path_type=Path)
_SAID = 20
"""So many wrong numbers are named, one a line; of the rest it is said how many there are. Ours."""


@dataclass
class Wanted:
    """What is to be printed, and what is wrong with what was asked for."""

    labels: list[PrintedLabel] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, label: PrintedLabel, goes_on: Stuck) -> None:
        """Take one label; the second of the same number is wrong."""
        if any(label.number and one.number == label.number for one in self.labels):
            self.wrong.append(f"{label.number} is asked for twice: one label a thing.")
            return
        self.labels.append(label)
        self.stuck.append(goes_on)


@click.command()
@config_option
@click.argument("numbers", nargs=-1)
@click.option("--numbers", "file", type=_FILE, help="More numbers from a file, one a line.")
@click.option("--bay", is_flag=True, help="Every weapon that has its place here, in rack order.")
@click.option("--badges", metavar="N-M", help="New badges, by their running numbers.")
@click.option("--positions", is_flag=True, help="The name of every position, to read, not to scan.")
@click.option("--commands", "orders", is_flag=True, help="The command cards.")
@click.option("--sheet", "stock", type=click.Choice([*SHEETS]), default="L7159", show_default=True)
@click.option("--from", "first", type=int, default=1, help="First label left on a begun sheet.")
@click.option(
    "--shift", type=float, nargs=2, default=(0.0, 0.0), metavar="MM MM",
    help="Move all to the right and down, for a printer that feeds beside.",
)  # fmt: skip
@click.option("--zpl", "dpi", type=click.Choice([*map(str, DOTS_PER_MM)]),
              help="For a label printer of so many dpi, not for a sheet.")  # fmt: skip
@click.option("--roll", type=click.Choice([*ROLLS]), default="50x25", show_default=True,
              help="Its labels, width x height in mm.")  # fmt: skip
@pdf_option
@click.option("--list", "listed", type=_FILE, help="Also a list of which label goes where.")
@out_option
def command(  # noqa: PLR0913, PLR0917 - click calls it by name
    config: Path,
    numbers: Sequence[str],
    file: Path | None,
    bay: bool,  # noqa: FBT001 - click calls it by name
    badges: str | None,
    positions: bool,  # noqa: FBT001 - the same
    orders: bool,  # noqa: FBT001 - the same
    stock: str,
    first: int,
    shift: tuple[float, float],
    dpi: str | None,
    roll: str,
    pdf: bool,  # noqa: FBT001 - the same
    listed: Path | None,
    out: Path,
) -> None:
    """Print labels: Data Matrix, Code 128, the digits, and the name of the kiosk.

    NUMBERS are registration numbers of weapons, spaces and Khmer digits allowed. A sheet is HTML
    for any browser, to be printed at 100 %. To print one again is allowed, and no entry.
    """
    if dpi is not None and pdf:
        ends("--zpl is for a label printer and --pdf for a sheet: one of them.", USAGE)
    settings = read_settings(config)
    wanted = Wanted()
    _numbered(wanted, settings, [*numbers, *_read(file)], bay=bay)
    if badges is not None:
        _badges(wanted, settings, badges)
    if positions:
        _positions(wanted, settings)
    if orders:
        _orders(wanted, settings)
    _refuse(wanted)
    sheet = SHEETS[stock]
    try:
        paper = (
            sheets(wanted.labels, sheet, first, shift)
            if dpi is None
            else zpl(wanted.labels, ROLLS[roll], int(dpi))
        )
    except TooSmall as small:
        ends(f"On this stock, {small}. Nothing was written.", FAILED)
    except ValueError as wrong:
        ends(f"{wrong}. Nothing was written.", USAGE)
    _without_bars(wanted.labels, sheet, roll, dpi)
    if listed is not None:
        stuck = placed(wanted.stuck, sheet.labels, first if dpi is None else 0)
        put(listed, sticking_list(stuck, printed_here(settings)))
    put(out, paper, pdf=pdf)
    say(f"{len(wanted.labels)} labels. Stick them on, then scan each: docs/labels.md.")


def _read(file: Path | None) -> list[str]:
    """Return the numbers of a file; empty lines and those that begin with # are none."""
    if file is None:
        return []
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        ends(f"{file} is no text in UTF-8. Nothing was written.", FAILED)
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _numbered(wanted: Wanted, settings: Settings, texts: Sequence[str], *, bay: bool) -> None:
    """Take labels of weapons, badges and command cards by their numbers."""
    if not texts and not bay:
        return
    database = database_of(settings)
    with closing(Search.at(database)) as search, closing(CountPapers.at(database)) as papers:
        in_bay = papers.in_bay() if bay else ()
        orders = dict(command_cards(settings.kiosk.site))
        if bay and not in_bay:
            wanted.wrong.append("No weapon has its place in this bay.")
        for text in (*texts, *in_bay):
            label = read_label(text)
            if not isinstance(label, Label) or label.kind is Kind.FOREIGN:
                wanted.wrong.append(f"{text!r} is no number of ours: ten digits, 1 to begin with.")
            elif not label.sound:
                wanted.wrong.append(f"{label.text}: the check digits are wrong. Look again.")
            elif label.kind is Kind.WEAPON:
                _weapon(wanted, settings, search, label.text)
            elif label.kind is Kind.BADGE:
                _badge(wanted, settings, papers, label.text)
            elif label.kind is Kind.COMMAND and label.text in orders:
                _order(wanted, label.text, orders[label.text])
            else:
                wanted.wrong.append(
                    f"{label.text}: nothing has a number of that kind. --positions prints the"
                    " names of positions, --commands the command cards."
                )


def _weapon(wanted: Wanted, settings: Settings, search: Search, text: str) -> None:
    weapon = search.weapon(text)
    if weapon is None:
        wanted.wrong.append(f"The register has no weapon {text}.")
        return
    goes_on = Stuck("", text, weapon.serial, weapon.name, weapon.position)
    wanted.add(PrintedLabel(text, settings.kiosk.name), goes_on)


def _badge(wanted: Wanted, settings: Settings, papers: CountPapers, text: str) -> None:
    """Take a badge that nobody was ever given: another one of the same number opens as it does."""
    if papers.was_given(text):
        wanted.wrong.append(
            f"{text} is, or was, somebody's badge, and is not printed again. Withdraw it, and give"
            " another number: kiosk badge withdraw, kiosk badge enrol."
        )
        return
    wanted.add(PrintedLabel(text, settings.kiosk.name), Stuck("", text, what="new badge"))


def _badges(wanted: Wanted, settings: Settings, range_: str) -> None:
    begin, _, end = range_.partition("-")
    if not (begin.isdecimal() and end.isdecimal()):
        ends(f"--badges: expected two numbers like 1-40, not {range_!r}.", USAGE)
    sequences = range(int(begin), int(end) + 1)
    if not sequences or sequences[-1] >= SEQUENCES:
        ends(f"--badges: expected numbers from 0 to {SEQUENCES - 1}, not {range_!r}.", USAGE)
    with closing(CountPapers.at(database_of(settings))) as papers:
        for sequence in sequences:
            _badge(wanted, settings, papers, number(Kind.BADGE, settings.kiosk.site, sequence))


def _positions(wanted: Wanted, settings: Settings) -> None:
    for position in settings.positions():
        wanted.add(PrintedLabel("", position.id), Stuck("", "", place=position.id))


def _orders(wanted: Wanted, settings: Settings) -> None:
    for text, name in command_cards(settings.kiosk.site):
        _order(wanted, text, name)


def _order(wanted: Wanted, text: str, name: str) -> None:
    wanted.add(PrintedLabel(text, name), Stuck("", text, what=f"command card {name}"))


def _refuse(wanted: Wanted) -> None:
    """End with a sentence for each thing that is wrong, if anything is."""
    for sentence in wanted.wrong[:_SAID]:
        say(sentence)
    if len(wanted.wrong) > _SAID:
        say(f"... and {len(wanted.wrong) - _SAID} more.")
    if wanted.wrong:
        ends("Nothing was written.", FAILED)
    if not wanted.labels:
        ends("Say which: numbers, --numbers, --bay, --badges, --positions or --commands.", USAGE)


def _without_bars(labels: Sequence[PrintedLabel], sheet: Sheet, roll: str, dpi: str | None) -> None:
    """Say so when labels are too small for bars."""
    numbered = next((label for label in labels if label.number), None)
    if numbered is None:
        return
    size = sheet.size if dpi is None else ROLLS[roll]
    per_mm = GRID_PER_MM if dpi is None else DOTS_PER_MM[int(dpi)]
    if face(numbered, size, per_mm).bars is None:
        say("These labels are too narrow for bars: only a reader with a camera reads them.")
