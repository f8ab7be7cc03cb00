"""What was reported lost: the table that follows from its entries, and what is read of it."""

import sqlite3
from dataclasses import dataclass

from kiosk.registry.queries import Asked
from kiosk.rules.encoding import decode
from kiosk.rules.entries import LossClosed, LossReported
from kiosk.rules.things import WeaponNumber

_OPEN = "SELECT body FROM loss JOIN journal USING (seq) WHERE ended IS NULL ORDER BY seq"
_EVERY = """
    SELECT seq, journal.hash, body, ended FROM loss JOIN journal USING (seq)
    ORDER BY seq DESC LIMIT ?
"""
_END = "UPDATE loss SET ended = ? WHERE weapon = ? AND ended IS NULL"
_LINE = "SELECT body FROM journal WHERE seq = ?"


def move_losses(tables: sqlite3.Connection, seq: int, entry: LossReported | LossClosed) -> None:
    """Move the table by one entry; `seq` is its number. A new report ends an open one."""
    tables.execute(_END, (seq, entry.weapon))
    if isinstance(entry, LossReported):
        tables.execute("INSERT INTO loss VALUES (?, ?, NULL)", (seq, entry.weapon))


def read_losses(tables: sqlite3.Connection) -> dict[WeaponNumber, LossReported]:
    """Return what is reported lost and not found.

    Raises:
        TypeError: a row points at an entry that reports no loss.
    """
    found = dict[WeaponNumber, LossReported]()
    for (body,) in tables.execute(_OPEN):
        entry = _reported(body)
        found[entry.weapon] = entry
    return found


def _reported(body: bytes) -> LossReported:
    _, entry = decode(body)
    if not isinstance(entry, LossReported):
        raise TypeError(f"a loss points at a {entry.KIND} entry")
    return entry


@dataclass(frozen=True, slots=True)
class KeptLoss:
    """A loss as the book has it. `head`: its line, as people compare it; `end`: how it ended."""

    reported: LossReported
    head: str
    end: LossClosed | None = None


class LossBook(Asked):
    """What a desk and an export ask about losses. A reading connection; any thread."""

    def newest(self, limit: int = 100_000) -> tuple[KeptLoss, ...]:
        """Return the newest losses, whatever became of them."""
        return tuple(
            KeptLoss(_reported(body), f"{seq}/{bytes(digest).hex()}", self._end(ended))
            for seq, digest, body, ended in self._rows(_EVERY, (limit,))
        )

    def _end(self, seq: int | None) -> LossClosed | None:
        if seq is None:
            return None
        _, entry = decode(self._rows(_LINE, (seq,))[0][0])
        return entry if isinstance(entry, LossClosed) else None
