"""What the lenses read: the lines of some time, and of those only the kinds that are looked at.

A quarter of a busy warehouse is some ten thousand lines, and they are read in short bites, between
which a checkpoint can finish. Nothing is kept: the book is the only memory a lens has.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.registry.keys import SigningKey
from kiosk.registry.queries import Asked
from kiosk.rules.encoding import decode
from kiosk.rules.entries import Entry
from kiosk.rules.lens.acts import KINDS, gather
from kiosk.rules.lens.lenses import Finding, Level, findings
from kiosk.rules.policy import Policy
from kiosk.rules.things import OfficerNumber, Role

DAYS = 90
"""How far back the lenses look: a quarter, in which everybody had every shift. Ours."""

DAY_MS = 86_400_000
AT_ONCE = 256

PAUSE_S = 0.002
"""Rest between two bites, as in the verification of the book: the keeper's commits go first."""

_REST = threading.Event()
_NEWEST = "SELECT seq, latest_wall_ms, hash FROM journal ORDER BY seq DESC LIMIT 1"
_AT = "SELECT latest_wall_ms FROM journal WHERE seq = ?"
_BITE = "SELECT seq, body FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
_ROLES = "SELECT number, role FROM officer"
_WANTED = tuple(f'"kind":"{kind.KIND}"'.encode() for kind in KINDS)
_KIND = b'"kind":"'


@dataclass(frozen=True, slots=True)
class Seen:
    """What the lenses saw. `since_ms` and `until_ms`: wall; `seq` and `head`: the newest line."""

    since_ms: int
    until_ms: int
    seq: int
    head: str
    entries: int
    findings: tuple[Finding, ...] = ()

    def told_to(self, level: Level) -> tuple[Finding, ...]:
        """Return what a level is told."""
        return tuple(one for one in self.findings if one.level is level)


class Lenses(Asked):
    """Looks through all lenses. A reading connection of its own; any thread."""

    def look(self, policy: Policy, days: int = DAYS) -> Seen:
        """Return what the lenses see in the newest days of the book.

        Raises:
            BookBroken, BookUnwritable: the book cannot be read.
        """
        newest = self._rows(_NEWEST)
        if not newest:
            return Seen(0, 0, 0, "", 0)
        seq, until_ms, digest = newest[0]
        since_ms = until_ms - days * DAY_MS
        after = self._before(since_ms, seq)
        roles = {OfficerNumber(who): Role(role) for who, role in self._rows(_ROLES)}
        acts = gather(self._entries(after, seq), roles, policy)
        return Seen(since_ms, until_ms, seq, digest.hex(), seq - after, findings(acts))

    def _before(self, since_ms: int, last: int) -> int:
        """Return the last line before a moment, in some twenty questions however long the book."""
        low, high = 0, last
        while low < high:
            middle = (low + high + 1) // 2
            ((latest_ms,),) = self._rows(_AT, (middle,))
            if latest_ms < since_ms:
                low = middle
            else:
                high = middle - 1
        return low

    def _entries(self, after: int, last: int) -> Iterator[Entry]:
        while rows := self._rows(_BITE, (after, last, AT_ONCE)):
            after = rows[-1][0]
            _REST.wait(PAUSE_S)
            for _, body in rows:
                begins = body.find(_KIND)
                if body.startswith(_WANTED, begins):
                    yield decode(body)[1]


def report(seen: Seen, key: SigningKey) -> str:
    """Return all that the lenses saw, signed by the kiosk, as it goes to the level above.

    A C2SP signed note: the text, an empty line, the signature. Whoever holds the public key can
    check it; who changes a letter, the chief of the warehouse among them, breaks it.
    """
    said = {
        "report": "lens/1",
        "kiosk": key.kiosk,
        "since_ms": seen.since_ms,
        "until_ms": seen.until_ms,
        "head": f"{seen.seq}/{seen.head}",
        "entries": seen.entries,
        "findings": [
            {
                "lens": one.lens,
                "people": list(one.people),
                "seen": one.seen,
                "of": one.of,
                "expected_thousandths": one.expected,
                "one_in": one.one_in,
                "told_to": one.level,
            }
            for one in seen.findings
        ],
    }
    return key.signed_note(json.dumps(said, ensure_ascii=False, indent=1) + "\n")
