"""Makes one part of a book again from the rest, while nobody writes it.

What a part is made from is verified first, from its first entry to its last. A copy that is
replaced is put aside, never thrown away; the tables are made again in their place.
"""

import contextlib
import sqlite3
from pathlib import Path

from kiosk.registry.chain import read_line
from kiosk.registry.checkpoint import Mark
from kiosk.registry.database import connect_reader, is_damaged, last_row, refuse_stray_journal
from kiosk.registry.files import sync_folder
from kiosk.registry.holding import take_hold
from kiosk.registry.keys import SigningKey
from kiosk.registry.opening import DATABASE, LINES, MARK, open_copies, refuse_lost
from kiosk.registry.plainly import plainly
from kiosk.registry.progress import Tell, silent
from kiosk.registry.rebuild import rebuild_tables
from kiosk.registry.untold import Untold
from kiosk.registry.verify import whole
from kiosk.rules.broken import BookBroken, BookUnwritable
from kiosk.rules.entries import BookPart, Fault
from kiosk.rules.observations import Mended


def remake(folder: Path, kiosk: str, part: BookPart, tell: Tell = silent) -> int:
    """Make one part again; return the number of the last entry. The next start says it in the book.

    Args:
        folder: the data folder of one kiosk.
        kiosk: the kiosk's name.
        part: what to make again.
        tell: told how far it is.

    Raises:
        BookBroken: what it would be made from is not as it was written, or ends earlier than what
            it would replace; nothing was put aside.
        BookUnwritable: a kiosk is running on this book, or storage failed.
        ConfigWrong: the book is another kiosk's.
    """
    try:
        with contextlib.ExitStack() as closing:
            key, _ = take_hold(folder, kiosk, closing)
            refuse_lost(folder)
            refuse_stray_journal(folder / DATABASE)
            with contextlib.suppress(BookBroken):  # the part to replace may be what is broken
                _agree(folder, key, tell)
            match part:
                case BookPart.LINES:
                    _refuse_loss(_verified(folder / DATABASE, tell), _last_line(folder / LINES))
                    _put_aside(folder / LINES)
                case BookPart.DATABASE:
                    _refuse_loss(_verified(folder / LINES, tell), _last_row(folder / DATABASE))
                    Mark(folder / MARK).say_rebuild()
                case BookPart.TABLES:
                    _verified(folder / DATABASE, tell)
            return _agree(folder, key, tell, tables=part is BookPart.TABLES)
    except (OSError, sqlite3.Error) as wrong:
        raise BookUnwritable(
            f"The {part} of the book in {folder} cannot be made again now"
            f" ({plainly(wrong)}). Look at the disk, and do it once more."
        ) from wrong


def _agree(folder: Path, key: SigningKey, tell: Tell, *, tables: bool = False) -> int:
    """Open both copies, which makes again what is gone, and the tables if asked for."""
    copies = open_copies(folder, key, tell, fresh=False)
    try:
        last = copies.head.seq
        mended = [one for repair in copies.repairs for one in repair.mended]
        if tables:
            rebuild_tables(copies.connection, tell)
            copies.checkpoints.take(last)
            mended.append(Mended(BookPart.TABLES, 1, last))
        Untold(folder).add(mended)
    finally:
        copies.close()
    return last


def _verified(source: Path, tell: Tell) -> int:
    """Return the number of the last entry in a copy whose chain is whole."""
    verdict = whole(source, chain_only=True, tell=tell)
    if verdict.fault is Fault.BOOK_UNCHECKED:
        raise BookUnwritable(verdict.sentence)
    if not verdict.good:
        raise BookBroken(f"{verdict.sentence} Nothing was made from it.")
    return verdict.head_seq


def _refuse_loss(source_last: int, replaced_last: int) -> None:
    if replaced_last > source_last:
        raise BookBroken(
            f"What would be replaced goes on to entry {replaced_last}, and what it would be made"
            f" from ends at entry {source_last}: entries would be lost. Nothing was made."
        )


def _last_row(database: Path) -> int:
    """Return the last number in the journal table; 0 where it cannot be read at all."""
    try:
        with contextlib.closing(connect_reader(database)) as reader:
            return last_row(reader).seq
    except sqlite3.Error as wrong:
        if database.exists() and not is_damaged(wrong):
            raise
        return 0


def _last_line(lines: Path) -> int:
    """Return the highest number of a well-formed line; 0 where there is none."""
    if not lines.exists():
        return 0
    with lines.open("rb") as raws:
        return max((line.seq for raw in raws if (line := read_line(raw))), default=0)


def _put_aside(path: Path) -> None:
    aside = path.parent / "aside"
    aside.mkdir(exist_ok=True)
    path.replace(aside / path.name)
    sync_folder(aside)
    sync_folder(path.parent)
