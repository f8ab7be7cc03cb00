"""A list read, judged and laid beside the book, where it waits for its second person.

Nothing of a list that cannot be read to its end is kept. The file itself is kept as it came.
"""

import fcntl
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path

from kiosk.cards.circles import no_circles
from kiosk.cards.lists import table_of
from kiosk.cards.maps import ColumnMap, map_for, remember
from kiosk.cards.reading.headings import IDENTIFIERS
from kiosk.cards.reading.judge import Judge
from kiosk.cards.reading.limon import looks_limon
from kiosk.cards.second_keying import Again, Keyed
from kiosk.cards.table_file import Table, TableWrong
from kiosk.cards.waiting import ORIGINAL, STAGING
from kiosk.registry.card_queries import KnownStack
from kiosk.registry.progress import Progress, Tell, silent
from kiosk.registry.staged_cards import StagedCards
from kiosk.registry.staging import StagedRow, Staging
from kiosk.rules.card_text import joined
from kiosk.rules.entries import CardStack

MAPS = "maps"

_SAMPLE = 400
_PIECE = 1 << 20
_FORMULA = re.compile(r"\t[=+\-@](?!\t|$)")
"""A cell that a spreadsheet would compute if it opened the list as CSV."""

ROW_MAX = 1 << 15
"""Characters of one card, all cells together: its line must not keep a scan waiting. Ours."""

STACK_DIGITS = 16
"""Digits of a list's SHA-256 that name its stack."""

_TOLD_EVERY = 2_000
_RUN = 16
"""Rows that are judged as one where there is nothing to say: one card in a hundred is doubtful, and
spoils its run. Ours."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A list that waits. `formulas`: cells that a spreadsheet would compute; here they are text."""

    folder: Path
    stack: CardStack
    found: ColumnMap
    mixed: bool
    formulas: int


@dataclass(slots=True)
class _Counted:
    """What is counted on the way through."""

    formulas: int = 0


def stage(  # noqa: PLR0913 - what a registrar says about a list
    path: Path,
    place: Path,
    *,
    register: Path | None,
    by: str,
    today: date,
    given: Path | None = None,
    second: Path | None = None,
    known: Collection[KnownStack] = (),
    name: str = "",
    tell: Tell = silent,
) -> Staged:
    """Read a list and lay it beside the book.

    Args:
        path: the list.
        place: the folder in which stacks wait; the stack gets one of its own there.
        register: the book's database, or None where there is no book yet.
        by: who stages it.
        today: the day of the warehouse; no card was written after it.
        given: a map of the columns, or None to remember or guess it.
        second: the same cards keyed a second time, or None.
        known: the stacks of the register; what was judged of them stays so.
        name: what the list is called, where that is not the name of its file.
        tell: told how far it is.

    Raises:
        TableWrong: the list cannot be taken; nothing of it was kept.
        OSError, BookUnwritable: the disk does not give or take it.
    """
    table, mixed = table_of(path)
    digest, lines = _digest(path)
    folder = place / digest[:STACK_DIGITS]
    own = next((one for one in known if one.stack == folder.name), None)
    if own is not None and (folder / STAGING).exists():
        return _as_judged(path, folder, own, mixed=mixed)
    found = map_for(path, table.headings, given, place / MAPS)
    if found.limon is None:
        found = ColumnMap(found.fields, limon_columns(sample_of(table), found.fields))
    keyed = Keyed.of(second, given, place / MAPS) if second is not None else None
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    fresh = folder / f"{STAGING}.new"
    counted = _Counted()
    with _alone_in(folder, path), _gone_afterwards(fresh):
        table, _ = table_of(path)
        with closing(Staging.fresh(fresh)) as staging, no_circles():
            again = Again(table.headings, found, keyed)
            rows = max(table.rows_expected or lines - 1, 0)
            judged = _judged(path, table, found, today, counted, again)
            count = staging.fill(_told(judged, rows, tell))
            if count == 0:
                raise TableWrong(f"{path} has a heading and no card below it", "no_cards")
            stack = CardStack(
                folder.name, name or path.name, digest, table.encoding, table.headings,
                found.fields, count, by,
            )  # fmt: skip
            staging.differ(again.overlooked())
            tell(Progress("comparing the cards", count, count))
            staging.finish(stack, register, formulas=counted.formulas, mixed=mixed)
        _keep(path, digest, folder / ORIGINAL)
        _in_place(fresh, folder / STAGING)
    remember(table.headings, found, place / MAPS)
    return Staged(folder, stack, found, mixed, counted.formulas)


def _as_judged(path: Path, folder: Path, own: KnownStack, *, mixed: bool) -> Staged:
    """Return a stack of the register as it was judged when two people stood by it.

    Raises:
        TableWrong: not all of its cards are in the register yet.
        BookUnwritable: it cannot be read.
    """
    if own.closed is None:
        raise TableWrong(
            f"{path} is being let in, and not all of its cards are in the register yet: kiosk cards"
            f" commit {folder.name} goes on with it",
            "coming_in",
        )
    with closing(StagedCards.at(folder / STAGING)) as staging:
        stack = staging.stack
    return Staged(folder, stack, ColumnMap(stack.fields), mixed, 0)


@contextmanager
def _alone_in(folder: Path, path: Path) -> Iterator[None]:
    """Let nobody else stage the same list meanwhile: each would write into the other's.

    Raises:
        TableWrong: somebody does.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise TableWrong(
                f"Somebody else is importing {path} now. Wait until they are done", "busy"
            ) from taken
        yield
    finally:
        os.close(handle)


@contextmanager
def _gone_afterwards(fresh: Path) -> Iterator[None]:
    try:
        yield
    finally:
        fresh.unlink(missing_ok=True)


def sample_of(table: Table) -> list[list[str]]:
    """Return the cells of the first rows of a list that was just opened."""
    return [row.cells for row in islice(table.rows, _SAMPLE)]


def limon_columns(sample: Sequence[Sequence[str]], fields: tuple[str, ...]) -> tuple[int, ...]:
    """Return the columns of text in which at least every second different cell is Limon."""
    found = []
    for place, name in enumerate(fields):
        cells = {cells[place] for cells in sample if place < len(cells) and cells[place]}
        if name in IDENTIFIERS or not cells:
            continue
        if 2 * sum(map(looks_limon, cells)) >= len(cells):
            found.append(place)
    return tuple(found)


def _told(judged: Iterable[StagedRow], rows: int, tell: Tell) -> Iterator[StagedRow]:
    """Tell how many rows were judged while they pass, of how many that are expected."""
    for count, row in enumerate(judged):
        if not count % _TOLD_EVERY:
            tell(Progress("reading the list", count, max(rows, count)))
        yield row


def _judged(  # noqa: PLR0913, PLR0917 - one list and all that is known of it
    path: Path, table: Table, found: ColumnMap, today: date, counted: _Counted, again: Again
) -> Iterator[StagedRow]:
    judge = Judge(found.fields, found.limon or (), today)
    differences = again.differences if again.wanted else None
    weapon = found.fields.index("weapon") if "weapon" in found.fields else -1
    while run := [*islice(table.rows, _RUN)]:
        texts = ["\t" + "\t".join(row.cells) for row in run]
        whole = "".join(texts)
        counted.formulas += len(_FORMULA.findall(whole))
        fine = judge.all_fine(run, whole)
        for row, text in zip(run, texts, strict=True):
            cells = row.cells
            if len(text) > ROW_MAX:
                raise TableWrong(
                    f"{path}, row {row.number} has more than {ROW_MAX:,} characters: that is no"
                    " card. Mend that row, and give the list again",
                    "broken_row",
                )
            judged = judge.fine(cells) if fine else judge.card(cells, row.marks, text)
            yield StagedRow(
                row.number,
                judged.card,
                judged.serial,
                cells[weapon] if weapon >= 0 else "",
                judged.readable,
                text[1:] if judged.clean else joined(cells),
                judged.readings,
                judged.doubts,
                differences(judged.card, cells) if differences is not None else (),
            )


def _digest(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file, and how many line ends are in it."""
    digest, lines = sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            lines += piece.count(b"\n")
    return digest.hexdigest(), lines


def _keep(path: Path, digest: str, copy: Path) -> None:
    """Keep the file as it came, durably.

    Raises:
        TableWrong: it is no longer the file that was read.
    """
    fresh = copy.with_name(f"{copy.name}.new")
    with _gone_afterwards(fresh):
        with path.open("rb") as source, fresh.open("wb") as target:
            while piece := source.read(_PIECE):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        if _digest(fresh)[0] != digest:
            raise TableWrong(
                f"{path} was changed while it was read. Import it once more", "cut_off"
            )
        fresh.replace(copy)


def _in_place(fresh: Path, place: Path) -> None:
    """Put a finished staging where it is looked for, durably."""
    handle = os.open(fresh, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.replace(place)
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
