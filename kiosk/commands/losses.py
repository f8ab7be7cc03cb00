"""`kiosk losses`: reports of lost weapons for files of the nation and of other countries.

The lists that come from the capital stand in `commands.losses_lists`; an export is of our own
losses alone.
"""

import csv
import json
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click

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

SCHEMA = 1
COLUMNS = (
    "status", "agency", "case", "date", "place", "circumstances", "firearm_type", "make_model",
    "calibre", "serial", "registration_number", "bearer_number", "bearer_name", "bearer_rank",
    "bearer_unit", "reported", "reported_by", "found", "found_place", "complete", "head",
    "serial_reported",
)  # fmt: skip
"""What a report has: NCIC's mandatory fields first, then who had it, where the book has it, and by
which serial it was reported, if that was corrected since."""


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
    rows = [_row(asdict(one), settings.policy.utc_offset_min) for one in told]
    try:
        with csv_file.open("x", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, COLUMNS, quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)
        with json_file.open("x", encoding="utf-8") as opened:
            json.dump({"schema": SCHEMA, "kiosk": settings.kiosk.name, "losses": rows}, opened,
                      ensure_ascii=False, indent=1)  # fmt: skip
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


def _row(one: dict[str, Any], utc_offset_min: int) -> dict[str, str]:
    when_ms = one["when_ms"]
    when = _day(when_ms, utc_offset_min) if one["whole_day"] else _moment(when_ms)
    return {
        "status": "found" if one["found_ms"] else one["kind"],
        "agency": one["agency"],
        "case": one["case"],
        "date": when,
        "place": one["place"],
        "circumstances": one["how"],
        "firearm_type": one["type"],
        "make_model": one["name"],
        "calibre": one["calibre"],
        "serial": one["serial"],
        "registration_number": one["number"],
        "bearer_number": one["bearer"],
        "bearer_name": one["bearer_name"],
        "bearer_rank": one["rank"],
        "bearer_unit": one["unit"],
        "reported": _moment(one["reported_ms"]),
        "reported_by": one["by"],
        "found": _moment(one["found_ms"]),
        "found_place": one["found_place"],
        "complete": "yes" if one["complete"] else "no",
        "head": one["head"],
        "serial_reported": one["serial_reported"],
    }


def _moment(wall_ms: int) -> str:
    return f"{datetime.fromtimestamp(wall_ms / 1000, UTC):%Y-%m-%dT%H:%MZ}" if wall_ms else ""


def _day(wall_ms: int, utc_offset_min: int) -> str:
    """Return the local day that begins at a wall moment: all that is known of when it was."""
    zone = timezone(timedelta(minutes=utc_offset_min))
    return f"{datetime.fromtimestamp(wall_ms / 1000, zone):%Y-%m-%d}"


for one in (import_list, show_lists, export_list):
    command.add_command(one)
