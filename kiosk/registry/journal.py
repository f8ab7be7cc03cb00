"""The journal's one writer: every line on two copies, in sequence, or nothing may happen.

First the line, synced; then the commit of the database, with the tables; only then does `append`
return. After any failure nobody knows what is durable: this object refuses for good, the program
ends, and the next start reads what there is. Nothing is ever tried again in here.
"""

import sqlite3
from collections.abc import Sequence

from kiosk.registry.chain import Head, Line, seal, spelled
from kiosk.registry.database import committing
from kiosk.registry.keys import SigningKey
from kiosk.registry.opening import Copies
from kiosk.registry.plainly import plainly
from kiosk.registry.tables import write_down
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.encoding import Envelope, encode
from kiosk.rules.entries import Entry

Written = tuple[Envelope, Entry]


class Journal:
    """The book as the keeper knows it. Used by one thread."""

    def __init__(self, copies: Copies, key: SigningKey, segment: str) -> None:
        """Go on from where both copies end, in a segment of its own."""
        self._copies = copies
        self._key = key
        self._segment = segment
        self._head = copies.head.head
        self._stopped: str | None = None

    @property
    def head(self) -> Head:
        """The last entry that is durable on both copies."""
        return self._head

    def append(self, entries: Sequence[Entry]) -> int:
        """Write all entries durably in one commit and return the number of the last one.

        Raises:
            BookUnwritable: not all are certainly durable. The caller must end the program.
        """
        if self._stopped is not None:
            raise BookUnwritable(self._stopped)
        if not entries:
            return self._head.seq
        written, lines = self._sealed(entries)
        try:
            self._keep(written, lines)
        except BaseException as wrong:
            self._stopped = (
                f"Entries {lines[0].seq} to {lines[-1].seq} may not be durable ({plainly(wrong)})."
                " Nothing may open now; the program must end and start again."
            )
            if isinstance(wrong, (OSError, sqlite3.Error)):
                raise BookUnwritable(self._stopped) from wrong
            raise
        self._head = lines[-1].head
        return self._head.seq

    def close(self) -> None:
        """Write no more, and leave the database's own file whole if nothing went wrong before.

        Raises:
            OSError, sqlite3.Error: storage failed; the next start finds both copies as after a cut.
        """
        if self._stopped is None:
            self._stopped = "The book was closed."
            self._copies.checkpoints.take(self._head.seq)

    def _sealed(self, entries: Sequence[Entry]) -> tuple[list[Written], list[Line]]:
        """Return the entries with their place, and their lines; the last one is signed."""
        written: list[Written] = []
        lines: list[Line] = []
        seq, digest = self._head.seq, self._head.hash
        for entry in entries:
            seq += 1
            envelope = Envelope(seq, self._key.kiosk, self._segment)
            body = encode(entry, envelope)
            digest = seal(digest, body)
            written.append((envelope, entry))
            lines.append(Line(seq, body, digest))
        lines[-1] = lines[-1]._replace(signature=self._key.sign(lines[-1].head))
        return written, lines

    def _keep(self, written: list[Written], lines: list[Line]) -> None:
        """Make the lines durable: copy 1, then copy 2.

        The tables move before the line is written, and are committed after it: a line that no
        table can follow leaves no trace.
        """
        copies = self._copies
        spelled_lines = b"".join(spelled(x.body, x.hash, x.signature) for x in lines)
        with committing(copies.connection):
            write_down(copies.connection, lines, written, copies.lines.size)
            copies.lines.append(spelled_lines)
        copies.checkpoints.committed(lines[-1].seq, len(spelled_lines))
