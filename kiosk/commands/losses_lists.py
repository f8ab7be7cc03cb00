"""`kiosk losses import`, `lists`, `listed`: lists of the capital in, which there are, out again.

A list is read, judged and laid beside the book; two people with number and PIN let it in.
"""

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple
from datetime import date
from pathlib import Path

import click

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.founding import account, refuse_other_owner
from kiosk.assembly.register_files import local_day
from kiosk.cards.commit import Voucher
from kiosk.cards.table_file import TableWrong
from kiosk.commands import FAILED, ends
from kiosk.commands.options import answer, config_option, json_option, progress, say, table
from kiosk.commands.register import database_of, kiosk_answers, refusal
from kiosk.config import Settings, read_settings
from kiosk.lists.commit import commit
from kiosk.lists.desk import let_in
from kiosk.lists.file import SHOWN_MAX, Judged, judged
from kiosk.lists.waiting import Found, WaitingList, lay_down
from kiosk.registry.book import open_book
from kiosk.registry.holding import has_book
from kiosk.registry.national_table import KeptList, NationalBook
from kiosk.registry.opening import DATABASE
from kiosk.registry.queries import Office
from kiosk.rules.national import COLUMNS, NationalList
from kiosk.service.client import RemoteService

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@config_option
@json_option
@click.argument("file", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Say what is in the list; keep nothing.")
@click.option("--first", default="", help="Officer number of one of the two people.")
@click.option("--second", default="", help="Officer number of the other.")
def import_list(  # noqa: PLR0913, PLR0917 - click calls it by name
    config: Path,
    file: Path,
    dry_run: bool,  # noqa: FBT001 - click calls it by name
    as_json: bool,  # noqa: FBT001 - the same
    first: str,
    second: str,
) -> None:
    """Let a list of the capital in: weapons that are lost anywhere, or were destroyed.

    CSV in UTF-8 with the columns kind (lost or destroyed), serial, calibre, make_model, batch,
    ceremony, signatories, date (YYYY-MM-DD) and case. Two people stand by it with number and PIN.
    One bad row keeps all of them out. What was cut off goes on where it stopped.
    """
    settings = read_settings(config)
    with _sentences():
        found = judged(file, _today(settings))
        kept = _kept(settings, found.name)
        _told(found, kept, as_json=as_json)
        if found.bad:
            ends("Nothing was recorded. Mend the list, and give it again.", FAILED)
        if dry_run:
            say("This was a trial: nothing was recorded.")
            return
        if kept is not None and kept.closed is not None:
            say("This list is in the book already. Nothing was recorded.")
            return
        refuse_other_owner(settings)
        settings.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        known = Found(found, file.name, account(os.geteuid()))
        waits = lay_down(file, known, settings.folder)
        listing = known.listing if kept is None else kept.listing
        asked = kept is None and _founded(settings)
        _commit(settings, waits, listing, _asked_for(first, second) if asked else [])


@click.command("lists")
@config_option
@json_option
def show_lists(config: Path, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """List the lists of the capital that are in the book."""
    with closing(NationalBook.at(database_of(read_settings(config)))) as book:
        lists = book.lists()
    rows = [
        {"list": one.listing.name, "file": one.listing.file, "lost": one.listing.lost,
         "destroyed": one.listing.destroyed, "by": list(one.by), "here": one.here,
         "state": "in the book" if one.closed is not None else "begun; import it to go on"}
        for one in lists
    ]  # fmt: skip
    if as_json:
        answer({"lists": rows})
        return
    names = ("list", "file", "lost", "destroyed", "state")
    table([names, *(tuple(str(row[name]) for name in names) for row in rows)])


@click.command("listed")
@config_option
@click.argument("name")
@click.option("--csv", "csv_file", type=_FILE, required=True)
def export_list(config: Path, name: str, csv_file: Path) -> None:
    """Give a list of the capital back as CSV: every cell as it was written, byte for byte."""
    with closing(NationalBook.at(database_of(read_settings(config)))) as book:
        if book.one(name) is None:
            ends(f"The book has no list {name}; kiosk losses lists names them.", FAILED)
        try:
            with csv_file.open("x", encoding="utf-8", newline="") as opened:
                writer = csv.writer(opened, quoting=csv.QUOTE_ALL)
                writer.writerow(COLUMNS)
                writer.writerows(astuple(one) for one in book.rows_of(name))
        except OSError as wrong:
            ends(f"{wrong.filename}: {wrong.strerror}. An export never writes over a file.", FAILED)


@contextmanager
def _sentences() -> Iterator[None]:
    """Say in one sentence what is wrong with a list, what to do, and that nothing was recorded."""
    try:
        yield
    except TableWrong as wrong:
        ends(f"{wrong}. Nothing was recorded.", FAILED)
    except FileNotFoundError as gone:
        ends(f"There is no file {gone.filename or gone}. Nothing was recorded.", FAILED)


def _told(found: Judged, kept: KeptList | None, *, as_json: bool) -> None:
    """Tell what is in a list, to a person or as JSON."""
    if as_json:
        bad = [
            {"row": one.row, "why": one.why, "value": one.value, "says": one.sentence}
            for one in found.bad
        ]
        answer({
            "list": found.name, "sha256": found.sha256, "lost": found.lost,
            "destroyed": found.destroyed, "bad": bad, "known": kept is not None,
        })  # fmt: skip
        return
    click.echo(f"{found.lost} lost and {found.destroyed} destroyed weapons, list {found.name}")
    for one in found.bad:
        click.echo(f"{one.sentence}.")
    if len(found.bad) >= SHOWN_MAX:
        click.echo("There may be more: after so many, nobody looked on.")


def _today(settings: Settings) -> date:
    now_ms = SystemClock().now().wall_ms
    return date.fromisoformat(local_day(now_ms, settings.policy.utc_offset_min))


def _kept(settings: Settings, name: str) -> KeptList | None:
    if not has_book(settings.folder) or not (settings.folder / DATABASE).exists():
        return None
    with closing(NationalBook.at(settings.folder / DATABASE)) as book:
        return book.one(name) if book.ready() else None


def _founded(settings: Settings) -> bool:
    """Return whether anybody has a badge: from then on two people let lists in."""
    if not has_book(settings.folder) or not (settings.folder / DATABASE).exists():
        return False
    with closing(Office.at(settings.folder / DATABASE)) as office:
        return bool(office.badges())


def _asked_for(first: str, second: str) -> list[Voucher]:
    """Ask two people for number and PIN. A PIN is not shown."""
    found = []
    for number, who in ((first, "First"), (second, "Second")):
        name = number or click.prompt(f"{who} person, officer number", err=True)
        found.append(Voucher(name, click.prompt(f"PIN of {name}", hide_input=True, err=True)))
    return found


def _commit(
    settings: Settings, waits: WaitingList, listing: NationalList, vouchers: Sequence[Voucher]
) -> None:
    """Have the running kiosk write the list; write it into its book when none runs."""
    if kiosk_answers(settings):
        socket = Path(settings.kiosk.socket)
        with progress() as tell:
            went = let_in(socket, listing, vouchers, tell)
        if went.wrong:
            ends(f"{went.wrong} No more rows were recorded; import it once more.", FAILED)
        reason, about = went.reason, went.about
        view = RemoteService(socket).view()
        head = f"{view.seq}:{view.head}"
    else:
        with (
            closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book,
            progress() as tell,
        ):
            done = commit(book, waits.path, listing, vouchers, SystemClock().now, tell)
            reason, about = done.reason, done.about
            head = f"{book.head.seq}:{book.head.hex}"
    if reason:
        ends(f"{refusal(reason, about)} Nothing of the list was recorded.", FAILED)
    say(f"{listing.rows} weapons of the list are in the book. Head of the book: {head}")
