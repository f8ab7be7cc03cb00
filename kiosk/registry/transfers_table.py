"""The transfers that are under way, read back from the journal itself; and those of all times."""

import sqlite3
from dataclasses import dataclass

from kiosk.registry.moves_transfers import ABOUT, ANNOUNCED, LOOSE, RECALLED, SENT
from kiosk.registry.queries import Asked
from kiosk.rules.encoding import decode
from kiosk.rules.entries import (
    Entry,
    TransferAnnounced,
    TransferClosed,
    TransferContested,
    TransferRecalled,
    TransferReceived,
    TransferSent,
)
from kiosk.rules.manifests import TransferNumber
from kiosk.rules.transferring import Transfers

_OPEN = (
    "SELECT number, side, paper, body FROM transfer JOIN journal USING (seq)"
    " WHERE ended IS NULL OR paper = ? ORDER BY seq"
)
_CALLED_BACK = "SELECT number FROM transfer WHERE paper IN (?, ?)"
_RUNNING = "SELECT running FROM transfer WHERE side = ? ORDER BY seq DESC LIMIT 1"
_RECEIVED = "SELECT number FROM transfer WHERE side = ? AND ended IS NOT NULL"
_BEGUN = """
    SELECT seq, hash, body, ended FROM transfer JOIN journal USING (seq)
    WHERE ?1 = '' OR number = ?1 ORDER BY seq DESC LIMIT ?2
"""
_LINE = "SELECT seq, hash, body FROM journal WHERE seq = ?"


def read_transfers(tables: sqlite3.Connection) -> Transfers:
    """Return the transfers that are under way.

    Raises:
        TypeError: a row points at an entry that is none of a transfer.
    """
    sent = dict[TransferNumber, TransferSent]()
    loose = dict[TransferNumber, TransferSent]()
    announced = dict[TransferNumber, TransferAnnounced]()
    left = set[TransferNumber]()
    for number, side, paper, body in tables.execute(_OPEN, (LOOSE,)):
        _, entry = decode(body)
        if side == SENT and isinstance(entry, TransferSent):
            (loose if paper == LOOSE else sent)[number] = entry
            left |= {number} if paper == ABOUT else set()
        elif side == ANNOUNCED and isinstance(entry, TransferAnnounced):
            announced[number] = entry
        else:
            raise TypeError(f"a transfer that is {side} points at a {entry.KIND} entry")
    return Transfers(
        running=next((running for (running,) in tables.execute(_RUNNING, (SENT,))), 0),
        sent=sent,
        announced=announced,
        received=frozenset(number for (number,) in tables.execute(_RECEIVED, (ANNOUNCED,))),
        left=frozenset(left),
        loose=loose,
        recalled=frozenset(number for (number,) in tables.execute(_CALLED_BACK, (LOOSE, RECALLED))),
    )


TransferEnd = TransferClosed | TransferRecalled | TransferContested | TransferReceived
"""How a transfer ended, at the one store or at the other."""


@dataclass(frozen=True, slots=True)
class KeptTransfer:
    """A transfer as the book has it; `head` and `end_head`: the lines, as people compare them."""

    begun: TransferSent | TransferAnnounced
    head: str
    end: TransferEnd | None = None
    end_head: str = ""


class TransferBook(Asked):
    """What a desk asks about transfers of all times. A reading connection; any thread."""

    def newest(self, limit: int = 50) -> tuple[KeptTransfer, ...]:
        """Return the newest transfers, whatever became of them."""
        return tuple(map(self._kept, self._rows(_BEGUN, ("", limit))))

    def called(self, number: str) -> tuple[KeptTransfer, ...]:
        """Return the transfer with a number: at most one that was sent and one announced here."""
        return tuple(map(self._kept, self._rows(_BEGUN, (number, 2)))) if number else ()

    def _kept(self, row: tuple[int, bytes, bytes, int | None]) -> KeptTransfer:
        seq, digest, body, ended = row
        begun = _entry(body)
        assert isinstance(begun, TransferSent | TransferAnnounced), "as the entries made the row"
        head = f"{seq}/{digest.hex()}"
        if ended is None:
            return KeptTransfer(begun, head)
        (end_seq, end_digest, end_body) = self._rows(_LINE, (ended,))[0]
        end = _entry(end_body)
        assert isinstance(end, TransferEnd), "as above"
        return KeptTransfer(begun, head, end, f"{end_seq}/{end_digest.hex()}")


def _entry(body: bytes) -> Entry:
    return decode(body)[1]
