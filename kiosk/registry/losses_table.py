"""What was reported lost: the tables that follow from its entries, and what is read of them."""

import sqlite3
from dataclasses import dataclass
from typing import get_args

from kiosk.registry.queries import Asked
from kiosk.rules.encoding import decode
from kiosk.rules.entries import LossClosed, LossReported, LossReportGiven, WeaponCorrected
from kiosk.rules.losing import LossLine, OpenLoss, losing, renamed, renames
from kiosk.rules.things import WeaponNumber

_Line = LossLine | WeaponCorrected
"""What tells of a loss: its own lines, and another serial of its weapon."""

_OPEN = "SELECT seq FROM loss WHERE ended IS NULL ORDER BY seq"
_BEFORE = "SELECT seq, ended FROM loss WHERE seq < ? ORDER BY seq DESC LIMIT ?"
_ONE = "SELECT seq, ended FROM loss WHERE seq = ?"
_NEWEST = "SELECT seq, ended FROM loss WHERE weapon = ? ORDER BY seq DESC LIMIT 1"
_END = "UPDATE loss SET ended = ? WHERE weapon = ? AND ended IS NULL"
_OF = "SELECT seq FROM loss WHERE weapon = ? AND ended IS NULL"
_RENAMED = "INSERT INTO loss_line SELECT ?, seq FROM loss WHERE weapon = ? AND ended IS NULL"
_WHILE_LOST = """
    SELECT line, loss.seq, body FROM correction JOIN loss ON loss.weapon = correction.number
        JOIN journal ON journal.seq = line
    WHERE of = 'weapon' AND line > loss.seq AND line < coalesce(ended, 1 << 62)
"""
_LINES = """
    SELECT seq, hash, body FROM journal
    WHERE seq = ?1 OR seq IN (SELECT seq FROM loss_line WHERE loss = ?1) ORDER BY seq
"""
_LINE = "SELECT body FROM journal WHERE seq = ?"
_FAR = 2**62


def move_losses(tables: sqlite3.Connection, seq: int, entry: LossLine) -> None:
    """Move the tables by one entry; `seq` is its number. A new report ends an open one."""
    if isinstance(entry, LossReported | LossClosed):
        tables.execute(_END, (seq, entry.weapon))
        if isinstance(entry, LossReported):
            tables.execute("INSERT INTO loss VALUES (?, ?, NULL)", (seq, entry.weapon))
        return
    ((loss,),) = tables.execute(_OF, (entry.weapon,)).fetchall()
    tables.execute("INSERT INTO loss_line VALUES (?, ?)", (seq, loss))


def move_renamed(tables: sqlite3.Connection, seq: int, entry: WeaponCorrected) -> None:
    """Take note of a correction that gives a lost weapon another serial: a line of its loss."""
    if renames(entry):
        tables.execute(_RENAMED, (seq, entry.weapon.number))


def file_renamed(tables: sqlite3.Connection) -> None:
    """Do so for all corrections of a book that did not yet."""
    for seq, loss, body in tables.execute(_WHILE_LOST).fetchall():
        _, entry = decode(body)
        if isinstance(entry, WeaponCorrected) and renames(entry):
            tables.execute("INSERT OR IGNORE INTO loss_line VALUES (?, ?)", (seq, loss))


def read_losses(tables: sqlite3.Connection) -> dict[WeaponNumber, OpenLoss]:
    """Return what is reported lost and not found: the fold of the lines of each.

    Raises:
        TypeError: a row points at an entry that tells of no loss.
    """
    found = dict[WeaponNumber, OpenLoss]()
    for (seq,) in tables.execute(_OPEN).fetchall():
        lines = tuple(_told(body) for _, _, body in tables.execute(_LINES, (seq,)))
        found[_reported(lines).weapon] = _folded(lines)
    return found


def _reported(lines: tuple[_Line, ...]) -> LossReported:
    if not isinstance(lines[0], LossReported):
        raise TypeError(f"a loss begins with a {lines[0].KIND} entry")
    return lines[0]


def _folded(lines: tuple[_Line, ...]) -> OpenLoss:
    after: OpenLoss | None = None
    for line in lines:
        if not isinstance(line, WeaponCorrected):
            after = losing(after, line)
        elif after is not None:
            after = renamed(after, line)
    if after is None:
        raise TypeError("a loss that nobody found has ended")
    return after


def _told(body: bytes) -> _Line:
    _, entry = decode(body)
    if not isinstance(entry, get_args(_Line)):
        raise TypeError(f"a loss points at a {entry.KIND} entry")
    told: _Line = entry
    return told


@dataclass(frozen=True, slots=True)
class KeptLoss:
    """A loss as the book has it: its report, and how it stands, or stood when it ended.

    `seq`: of the report; `head`: the newest line of it, as people compare it; `given`: the written
    reports that were handed over; `end`: how it ended.
    """

    reported: LossReported
    stands: OpenLoss
    seq: int
    head: str
    given: tuple[LossReportGiven, ...] = ()
    end: LossClosed | None = None


class LossBook(Asked):
    """What a desk and an export ask about losses. A reading connection; any thread."""

    def newest(self, limit: int = 100_000, before: int = 0) -> tuple[KeptLoss, ...]:
        """Return the newest losses, whatever became of them; older ones than an entry, if given."""
        rows = self._rows(_BEFORE, (before or _FAR, limit))
        return tuple(self._kept(seq, ended) for seq, ended in rows)

    def reported_by(self, seq: int) -> KeptLoss | None:
        """Return the loss that an entry reported; None when it reported none."""
        rows = self._rows(_ONE, (seq,))
        return self._kept(*rows[0]) if rows else None

    def newest_of(self, weapon: str) -> KeptLoss | None:
        """Return the newest loss of a weapon."""
        rows = self._rows(_NEWEST, (weapon,))
        return self._kept(*rows[0]) if rows else None

    def _kept(self, seq: int, ended: int | None) -> KeptLoss:
        rows = self._rows(_LINES, (seq,))
        lines = tuple(_told(body) for _, _, body in rows)
        reported = _reported(lines)
        newest, digest, _ = rows[-1]
        head = f"{newest}/{bytes(digest).hex()}"
        given = tuple(line for line in lines if isinstance(line, LossReportGiven))
        return KeptLoss(reported, _folded(lines), seq, head, given, self._end(ended))

    def _end(self, seq: int | None) -> LossClosed | None:
        if seq is None:
            return None
        _, entry = decode(self._rows(_LINE, (seq,))[0][0])
        return entry if isinstance(entry, LossClosed) else None
