"""The promises, asked of one book after a power cut.

P1  every pulse followed an entry that was on both copies; no start moves a bolt.
P2  nothing that was told to anybody is lost; what was mended is told.
P3  the tables are the fold of the entries.
P4  the chain verifies and extends every head that was given away; commits are whole.
"""

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.keeper.keeper import Keeper
from kiosk.registry.book import Book
from kiosk.registry.database import connect_reader, rows_after
from kiosk.registry.opening import DATABASE
from kiosk.registry.progress import silent
from kiosk.registry.rebuild import rebuild_tables
from kiosk.registry.schema import TABLES
from kiosk.registry.verify import whole
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.broken import KioskError
from kiosk.rules.encoding import decode
from kiosk.rules.fold import fold
from kiosk.rules.observations import Mended
from tests.powercut.shift import POLICY, Work, open_here


@dataclass(slots=True)
class Outside:
    """What was seen outside the box before the power went."""

    pulses: list[int] = field(default_factory=list)
    heads: dict[int, str] = field(default_factory=dict)
    begun: set[int] = field(default_factory=lambda: {0})

    def see(self, text: str) -> None:
        """Take note of `begin SEQ`, `pulse SEQ` or `told SEQ HASH`."""
        word, seq, *rest = text.split()
        if word == "pulse":
            self.pulses.append(int(seq))
        elif word == "told":
            self.heads[int(seq)] = rest[0]
        else:
            self.begun.add(int(seq))

    def copy(self) -> "Outside":
        """Return the same, to go on with apart."""
        return Outside(list(self.pulses), dict(self.heads), set(self.begun))

    @property
    def newest(self) -> int:
        """The newest entry that anybody outside knows of."""
        return max((0, *self.pulses, *self.heads))


Rows = Counter[tuple[object, ...]]
"""The rows of a table in no order, each with how often it stands there."""


class Asked:
    """Asks the promises of books; remembers what the tables of a journal must be."""

    def __init__(self, keeper: type[Keeper] = Keeper) -> None:
        """`keeper`: the one that starts in the recovered book."""
        self._keeper = keeper
        self._tables: dict[bytes, dict[str, Rows]] = {}
        self._folds: dict[bytes, tuple[Bay, frozenset[int]]] = {}

    def wrongs(self, folder: Path, outside: Outside, *, unharmed: bool) -> list[str]:
        """Return every promise that is broken in a folder after a cut; opens the book in it.

        `unharmed`: everything synced is there, so both copies must have what was told.
        """
        try:
            book = open_here(folder)
        except Exception as refused:  # noqa: BLE001 - whatever it is, the book is shut
            return [f"P2 the book does not open: {type(refused).__name__}: {refused}"]
        try:
            wrongs = [*self._of_book(book, outside), *self._on_both(book, outside, unharmed)]
            return wrongs or self._of_start(book, outside)
        except (KioskError, sqlite3.Error) as damaged:
            return [f"P4 the book opens and is damaged: {damaged}"]
        finally:
            with contextlib.suppress(sqlite3.Error):
                book.close()

    def _of_book(self, book: Book, outside: Outside) -> Iterable[str]:
        verdict = whole(book.folder, heads=outside.heads.items(), chain_only=True)
        if not verdict.good:
            promise = "P2" if "head" in verdict.sentence else "P4"
            yield f"{promise} {verdict.sentence}"
            return
        if book.head.seq not in outside.begun:
            yield f"P4 half a commit was kept: the book ends at {book.head.seq}"
        folded, grants = self._folded(book)
        for seq in set(outside.pulses) - grants:
            yield f"P1 a bolt moved, and entry {seq} does not grant it"
        if len(set(outside.pulses)) < len(outside.pulses):
            yield "P1 a bolt moved twice on one grant"
        if folded != book.bay():
            yield "P3 the bay in the tables is not the fold of the journal"
        elif self._differing(book):
            yield f"P3 tables are not those of the journal: {self._differing(book)}"

    def _on_both(self, book: Book, outside: Outside, unharmed: bool) -> Iterable[str]:  # noqa: FBT001 - one verdict
        lost = [r for r in book.repairs if r.first_seq <= outside.newest and unharmed]
        if any(repair.first_seq <= max(outside.pulses, default=0) for repair in lost):
            yield f"P1 a bolt moved on an entry that only one copy had: {lost[0].sentence}"
        elif lost:
            yield f"P2 an entry was told that only one copy had: {lost[0].sentence}"

    def _folded(self, book: Book) -> tuple[Bay, frozenset[int]]:
        """Return the bay after the entries, and which of them grant a release."""
        found = self._folds.get(book.head.hash)
        if found is None:
            entries = _entries(book)
            bay = replace(fold(Bay(POLICY), entries), session=None)
            grants = (n for n, one in enumerate(entries, 1) if isinstance(one, e.ReleaseGranted))
            found = self._folds[book.head.hash] = bay, frozenset(grants)
        return found

    def _differing(self, book: Book) -> list[str]:
        """Return the tables that a rebuild from the journal would make otherwise."""
        reader = connect_reader(book.folder / DATABASE)
        found = _all_rows(reader)
        if book.head.hash not in self._tables:
            again = sqlite3.connect(":memory:", isolation_level=None)
            reader.backup(again)
            rebuild_tables(again, silent)
            self._tables[book.head.hash] = _all_rows(again)
            again.close()
        reader.close()
        expected = self._tables[book.head.hash]
        return [name for name in TABLES if found[name] != expected[name]]

    def _of_start(self, book: Book, outside: Outside) -> list[str]:
        """Start a keeper: it writes, moves nothing, and puts the released cable in doubt."""
        seen: list[str] = []
        work = Work(book, seen.append, self._keeper)
        released = work.keeper.bay.release
        work.start()
        for text in seen:
            outside.see(text)
        wrongs = ["P1 a start moved a bolt"] if any(t.startswith("pulse") for t in seen) else []
        if released is not None and released.grant.position not in work.keeper.bay.doubts:
            wrongs.append("P1 a grant was cut short and nothing is in doubt")
        if book.head.seq not in outside.heads:
            wrongs.append("P2 the start was not told")
        if not _says_what_was_mended(book):
            wrongs.append(f"P2 no entry says it: {book.repairs[0].sentence}")
        return wrongs


def _says_what_was_mended(book: Book) -> bool:
    """Return whether an entry says each part that was mended at this opening of the book."""
    mended = {one for repair in book.repairs for one in repair.mended}
    if not mended:
        return True
    said = (one for one in _entries(book) if isinstance(one, e.BookMended))
    return mended <= {Mended(one.part, one.first_seq, one.last_seq) for one in said}


def _entries(book: Book) -> list[e.Entry]:
    reader = connect_reader(book.folder / DATABASE)
    entries = [decode(row.body)[1] for row in rows_after(reader, 0)]
    reader.close()
    return entries


def _all_rows(connection: sqlite3.Connection) -> dict[str, Rows]:
    return {
        name: Counter(connection.execute(f"SELECT * FROM {name}"))  # noqa: S608 - names of ours
        for name in TABLES
    }
