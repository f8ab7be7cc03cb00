"""`kiosk cards`: paper cards into the register, what became of them, and the same cards out again.

A list is read, judged and laid beside the book. Two people with number and PIN let it in.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import click

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.founding import account, refuse_other_owner
from kiosk.assembly.register_files import local_day
from kiosk.cards.commit import StagingChanged, Voucher, commit, outdated, weapons_since
from kiosk.cards.export import Export
from kiosk.cards.keying import keyed_of, unsettled
from kiosk.cards.paper import Paper
from kiosk.cards.running import let_in
from kiosk.cards.sought import sought_among
from kiosk.cards.stage import stage
from kiosk.cards.table_file import TableWrong
from kiosk.cards.waiting import FOLDER, Waiting, waiting_in
from kiosk.commands import FAILED, ends
from kiosk.commands.cards_blank import blank
from kiosk.commands.cards_told import reported, said_of_list, state_of
from kiosk.commands.options import answer, config_option, json_option, progress, say, table
from kiosk.commands.printing import printed_here
from kiosk.commands.register import kiosk_answers, refusal
from kiosk.config import Settings, read_settings
from kiosk.registry.book import open_book
from kiosk.registry.card_queries import Cards, KnownStack
from kiosk.registry.holding import has_book
from kiosk.registry.opening import DATABASE
from kiosk.registry.staged_cards import Reconciliation, StagedCards
from kiosk.service.client import RemoteService

_FILE = click.Path(path_type=Path)


@click.group()
def command() -> None:
    """Paper cards: in, what became of them, and out again."""


@command.command("import")
@config_option
@json_option
@click.argument("file", type=_FILE)
@click.option("--map", "map_file", type=_FILE, help="Which column is what; a TOML file.")
@click.option("--second", type=_FILE, help="The same cards, keyed by somebody else.")
@click.option("--dry-run", is_flag=True, help="Say what would become of the cards; keep nothing.")
def import_list(  # noqa: PLR0913, PLR0917 - click calls it by name
    config: Path,
    file: Path,
    map_file: Path | None,
    second: Path | None,
    dry_run: bool,  # noqa: FBT001 - click calls it by name
    as_json: bool,  # noqa: FBT001 - the same
) -> None:
    """Read a list of cards, CSV or XLSX, say what is doubtful, and lay it beside the book.

    UTF-8, UTF-16 and Limon are recognised; every cell stays as it is. It waits there until two
    people let it in with kiosk cards commit; only before anybody has a badge it goes in at once.
    The columns are guessed from their headings, and remembered.
    """
    settings = read_settings(config)
    with _place(settings, dry_run=dry_run) as place, _sentences("Nothing was recorded."):
        before = _known(settings)
        with progress() as tell:
            staged = stage(
                file,
                place,
                register=_register(settings),
                by=account(os.geteuid()),
                today=_today(settings),
                given=map_file,
                second=second,
                known=before,
                tell=tell,
            )
        said_of_list(staged)
        with closing(StagedCards.at(Waiting(staged.folder).staging)) as staging:
            found = staging.reconciliation()
            sought = sought_among(staging, _register(settings))
            reported(staging, found, sought, as_json=as_json)
        if dry_run:
            say("This was a trial: nothing was recorded.")
            return
        _next_step(settings, Waiting(staged.folder), found, before)


@command.command("commit")
@config_option
@click.argument("stack", required=False)
@click.option("--first", default="", help="Officer number of one of the two people.")
@click.option("--second", default="", help="Officer number of the other.")
def commit_stack(config: Path, stack: str | None, first: str, second: str) -> None:
    """Let a waiting STACK into the register: two people stand by it with number and PIN.

    A kiosk that runs writes the cards itself, between two scans. What was cut off goes on behind
    the last card that is in the book, and asks nobody again.
    """
    settings = read_settings(config)
    refuse_other_owner(settings)
    with _sentences("No more cards were recorded; do it once more and it goes on from there."):
        waiting = _chosen(settings, stack)
        if differing := unsettled(waiting):
            ends(
                f"{differing} cells were keyed in two ways. Look at those cards once more, mend"
                " the lists, and import them again. Nothing was recorded.",
                FAILED,
            )
        stacks = _known(settings)
        known = any(one.stack == waiting.name for one in stacks)
        if not known and (why := _outdated(settings, waiting, stacks)):
            ends(f"{why}. Nothing was recorded.", FAILED)
        vouchers = [] if known else _asked_for(first, second)
        _commit(settings, waiting, vouchers)


@command.command("list")
@config_option
@json_option
def show_all(config: Path, as_json: bool) -> None:  # noqa: FBT001 - click calls it by name
    """List the stacks: those in the register, and those that wait."""
    settings = read_settings(config)
    known = _known(settings)
    rows = [(one.stack, one.file, one.cards, state_of(one)) for one in known]
    names = {one.stack for one in known}
    for waiting in waiting_in(settings.folder):
        if waiting.name not in names:
            with closing(StagedCards.at(waiting.staging)) as staging:
                stack = staging.stack
            rows.append((stack.stack, stack.file, stack.rows, "waits"))
    if as_json:
        keys = ("stack", "file", "cards", "state")
        answer({"stacks": [dict(zip(keys, row, strict=True)) for row in rows]})
        return
    table([("stack", "file", "cards", ""), *((a, b, str(c), d) for a, b, c, d in rows)])


@command.command("report")
@config_option
@click.argument("stack", required=False)
@click.option("--out", type=_FILE, help="Write it there instead of to stdout.")
def report(config: Path, stack: str | None, out: Path | None) -> None:
    """Print the reconciliation of a STACK as a page to sign: HTML, for any browser's printer."""
    settings = read_settings(config)
    waiting = _chosen(settings, stack)
    with closing(StagedCards.at(waiting.staging)) as staging, _cards(settings) as cards:
        known = None if cards is None else cards.stack(waiting.name)
        paper = Paper(staging, cards, known, printed_here(settings), keyed_of(waiting))
        page = paper.whole()
    if out is None:
        click.echo(page)
    else:
        out.write_text(page, encoding="utf-8")


@command.command("export")
@config_option
@click.option("--stack", default="", help="Only this one; all of them if not given.")
@click.option("--out", type=_FILE, help="Write it there instead of to stdout.")
@click.option("--as-read", is_flag=True, help="Limon as Unicode, days as YYYY-MM-DD.")
@click.option("--for-spreadsheet", is_flag=True, help="An apostrophe before what looks computed.")
def export(
    config: Path,
    stack: str,
    out: Path | None,
    as_read: bool,  # noqa: FBT001 - click calls it by name
    for_spreadsheet: bool,  # noqa: FBT001 - the same
) -> None:
    """Give the cards of the register back as CSV: every cell as it was written, byte for byte."""
    settings = read_settings(config)
    with _cards(settings) as cards:
        known = [] if cards is None else [s for s in cards.stacks() if stack in {"", s.stack}]
        if stack and not known:
            ends(f"The register has no stack {stack}; kiosk cards list names them.", FAILED)
        if cards is None or not known:
            say("The register has no cards yet.")
            return
        pieces = Export(cards, known, as_read=as_read, guarded=for_spreadsheet).pieces()
        if out is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        with out.open("wb") as target:
            target.writelines(pieces)


@contextmanager
def _sentences(recorded: str) -> Iterator[None]:
    """Say in one sentence what is wrong with a list, what to do, and what was recorded."""
    try:
        yield
    except (TableWrong, StagingChanged) as wrong:
        ends(f"{wrong}. {recorded}", FAILED)
    except FileNotFoundError as gone:
        ends(f"There is no file {gone.filename or gone}. {recorded}", FAILED)


@contextmanager
def _place(settings: Settings, *, dry_run: bool) -> Iterator[Path]:
    """Give the folder in which stacks wait; for a trial one that is gone afterwards."""
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="cards-") as folder:
            yield Path(folder)
        return
    refuse_other_owner(settings)
    yield settings.folder / FOLDER


@contextmanager
def _cards(settings: Settings) -> Iterator[Cards | None]:
    """Open the register for questions about cards, if there is one."""
    register = _register(settings)
    if register is None:
        yield None
        return
    with closing(Cards.at(register)) as cards:
        yield cards if cards.ready() else None


def _register(settings: Settings) -> Path | None:
    path = settings.folder / DATABASE
    return path if has_book(settings.folder) and path.exists() else None


def _known(settings: Settings) -> tuple[KnownStack, ...]:
    with _cards(settings) as cards:
        return () if cards is None else cards.stacks()


def _today(settings: Settings) -> date:
    now_ms = SystemClock().now().wall_ms
    return date.fromisoformat(local_day(now_ms, settings.policy.utc_offset_min))


def _outdated(settings: Settings, waiting: Waiting, stacks: Sequence[KnownStack]) -> str:
    """Return why what was judged of a stack no longer holds; empty while it does."""
    with closing(StagedCards.at(waiting.staging)) as staging:
        judged = staging.judged
    weapons = 0 if _register(settings) is None else weapons_since(settings.folder, judged)[0]
    return outdated(waiting.name, judged, stacks, weapons)


def _chosen(settings: Settings, stack: str | None) -> Waiting:
    """Return the stack that was named, or the only one that waits, or the only one there is."""
    found = list(waiting_in(settings.folder))
    if stack is not None:
        found = [one for one in found if one.name == stack]
    elif len(found) > 1:
        done = {one.stack for one in _known(settings) if one.closed is not None}
        found = [one for one in found if one.name not in done] or found
    if not found:
        which = f"stack {stack}" if stack else "stack"
        ends(f"No {which} waits in {settings.folder / FOLDER}.", FAILED)
    if len(found) > 1:
        names = ", ".join(one.name for one in found)
        ends(f"There are {len(found)} stacks; say which: {names}.", FAILED)
    return found[0]


def _next_step(
    settings: Settings, waiting: Waiting, found: Reconciliation, before: Sequence[KnownStack]
) -> None:
    """Let the stack in at once while nobody can vouch; say what is to be done otherwise."""
    known = next((one for one in before if one.stack == waiting.name), None)
    if known is not None and known.closed is not None:
        say("These cards are in the register already. Nothing was recorded.")
        return
    if found.differences:
        say(f"{found.differences} cells were keyed in two ways; the stack waits until they agree.")
        return
    if known is None and _founded(settings):
        say(f"It waits for two people: kiosk cards commit {waiting.name}")
        return
    _commit(settings, waiting, [])


def _founded(settings: Settings) -> bool:
    """Return whether anybody has a badge: from then on two people let cards in."""
    with _cards(settings) as cards:
        return cards is not None and cards.founded()


def _asked_for(first: str, second: str) -> list[Voucher]:
    """Ask two people for number and PIN. A PIN is not shown."""
    found = []
    for number, who in ((first, "First"), (second, "Second")):
        name = number or click.prompt(f"{who} person, officer number", err=True)
        found.append(Voucher(name, click.prompt(f"PIN of {name}", hide_input=True, err=True)))
    return found


def _commit(settings: Settings, waiting: Waiting, vouchers: Sequence[Voucher]) -> None:
    """Have the running kiosk write the cards; write them into its book when none runs."""
    if kiosk_answers(settings):
        _commit_running(settings, waiting, vouchers)
        return
    clock = SystemClock()
    with (
        closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book,
        progress() as tell,
    ):
        done = commit(book, waiting, vouchers, clock.now, tell)
        head = book.head
    if done.reason:
        ends(f"{refusal(done.reason, done.about)} No card was recorded.", FAILED)
    _let_in(done.cards, head.seq, head.hex)


def _commit_running(settings: Settings, waiting: Waiting, vouchers: Sequence[Voucher]) -> None:
    socket = Path(settings.kiosk.socket)
    with closing(StagedCards.at(waiting.staging)) as staging:
        rows = staging.stack.rows
    with progress() as tell:
        went = let_in(socket, waiting.name, rows, vouchers, tell)
    if went.wrong:
        ends(f"{went.wrong} No more cards were recorded.", FAILED)
    if went.reason:
        ends(f"{refusal(went.reason, went.about)} No card was recorded.", FAILED)
    view = RemoteService(socket).view()
    _let_in(rows, view.seq, view.head)


def _let_in(cards: int, seq: int, head: str) -> None:
    say(f"{cards} cards are in the register. Head of the book: {seq}:{head}")


command.add_command(blank)
