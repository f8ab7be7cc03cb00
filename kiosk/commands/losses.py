"""`kiosk losses`: reports of lost weapons for files of the nation and of other countries.

The lists that come from the capital stand in `commands.losses_lists`; an export is of our own
losses alone.
"""

from contextlib import closing
from pathlib import Path

import click

from kiosk.assembly.loss_export import as_csv, as_json, rows_of
from kiosk.commands import FAILED, ends
from kiosk.commands.losses_lists import export_list, import_list, show_lists
from kiosk.commands.options import config_option
from kiosk.commands.printing import out_option, pdf_option, printed_here, put
from kiosk.commands.register import database_of
from kiosk.config import read_settings
from kiosk.papers.loss_report import loss_report
from kiosk.registry.count_queries import CountPapers
from kiosk.registry.losses_table import LossBook
from kiosk.registry.queries import Facts
from kiosk.rules.reports import ReportTo
from kiosk.service.losses.desk import face, whole


@click.group()
def command() -> None:
    """Reports of lost weapons, and lists of the capital."""


@command.command("export")
@config_option
@click.option("--csv", "csv_file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--all", "every", is_flag=True, help="Also those that were found.")
def export(config: Path, csv_file: Path, json_file: Path, every: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Write the reports as CSV and as JSON; numbers and serials byte for byte.

    For the national file, and for INTERPOL's iARMS, which the national bureau fills in.
    """
    settings = read_settings(config)
    with closing(LossBook.at(database_of(settings))) as book:
        told = [face(kept) for kept in book.newest() if every or kept.end is None]
    rows = rows_of(told, settings.policy.utc_offset_min)
    try:
        with csv_file.open("x", encoding="utf-8", newline="") as opened:
            opened.write(as_csv(rows))
        with json_file.open("x", encoding="utf-8") as opened:
            opened.write(as_json(rows, settings.kiosk.name))
    except OSError as wrong:
        ends(f"{wrong.filename}: {wrong.strerror}. An export never writes over a file.", FAILED)
    click.echo(f"{len(rows)} reports in {csv_file} and {json_file}.")


@command.command("report")
@config_option
@click.argument("number")
@click.option(
    "--for",
    "to",
    type=click.Choice([to.value for to in ReportTo]),
    default=ReportTo.PROVINCE.value,
    show_default=True,
    help="Who reads it; for the nation: what files of other countries ask for.",
)
@out_option
@pdf_option
def report(config: Path, number: str, to: str, out: Path, pdf: bool) -> None:  # noqa: FBT001 - click calls it by name
    """Print the report of the newest loss of weapon NUMBER, by registration number.

    Khmer beside English, with the head of the chain, by when it is due, and lines to sign. That it
    was handed over is said at the office page Losses.
    """
    settings = read_settings(config)
    database = database_of(settings)
    with (
        closing(LossBook.at(database)) as book,
        closing(Facts.at(database)) as facts,
        closing(CountPapers.at(database)) as papers,
    ):
        kept = book.newest_of(number)
        if kept is None:
            ends(f"The book has no loss of a weapon {number}. Nothing was written.", FAILED)
        here = printed_here(settings, papers.head())
        one = whole(kept, facts, settings.policy, here.at_ms)
    put(out, loss_report(one, ReportTo(to), here), pdf=pdf)


for one in (import_list, show_lists, export_list):
    command.add_command(one)
