"""Making one part of the book again from the rest, while no kiosk runs.

What a part is made from is verified first, from its first entry to its last; what it replaces is
put aside, never thrown away.
"""

from contextlib import closing
from enum import StrEnum
from pathlib import Path

from kiosk.assembly.founding import refuse_other_owner
from kiosk.config import Settings
from kiosk.registry.book import Book, open_book
from kiosk.registry.checkpoint import Mark
from kiosk.registry.database import connect
from kiosk.registry.files import sync_folder
from kiosk.registry.opening import DATABASE, LINES, MARK
from kiosk.registry.progress import Tell
from kiosk.registry.rebuild import rebuild_tables
from kiosk.registry.verify import whole
from kiosk.rules.broken import BookBroken


class Part(StrEnum):
    """A part of the book that follows from the rest."""

    LINES = "lines"
    DATABASE = "database"
    TABLES = "tables"


def remake(settings: Settings, part: Part, tell: Tell) -> int:
    """Make one part again; return the number of the last entry.

    Raises:
        NotOwner: the book is another account's.
        BookBroken: what it would be made from is not as it was written; nothing was changed.
        BookUnwritable: a kiosk is running on this book, or storage failed.
    """
    refuse_other_owner(settings)
    folder = settings.folder
    _opened(settings, tell).close()  # nobody else writes, and both copies end alike
    match part:
        case Part.LINES:
            _refuse_changed(folder / DATABASE, tell)
            _put_aside(folder / LINES)
        case Part.DATABASE:
            _refuse_changed(folder / LINES, tell)
            Mark(folder / MARK).say_rebuild()
        case Part.TABLES:
            _refuse_changed(folder / DATABASE, tell)
    with closing(_opened(settings, tell)) as book:
        if part is Part.TABLES:
            with closing(connect(folder / DATABASE)) as tables:
                rebuild_tables(tables, tell)
        return book.head.seq


def _opened(settings: Settings, tell: Tell) -> Book:
    return open_book(settings.folder, settings.kiosk.name, settings.policy, tell=tell, create=False)


def _refuse_changed(source: Path, tell: Tell) -> None:
    verdict = whole(source, chain_only=True, tell=tell)
    if not verdict.good:
        raise BookBroken(f"{verdict.sentence} Nothing was made from it.")


def _put_aside(path: Path) -> None:
    aside = path.parent / "aside"
    aside.mkdir(exist_ok=True)
    path.replace(aside / path.name)
    sync_folder(aside)
    sync_folder(path.parent)
