"""The story of a weapon or a person: every entry that tells of it, in the order of the book.

Read-only. An entry is given as it was written; nothing in here is decided, shortened or corrected.
"""

import contextlib
import json
from dataclasses import dataclass
from typing import Any

from kiosk.registry.corrections_table import TAKEN_BACK, standing
from kiosk.registry.queries import Asked
from kiosk.rules.encoding import Envelope, UnreadableEntry, decode
from kiosk.rules.entries import Entry

_BACK = """
    SELECT seq FROM concern WHERE weapon = ?1 AND seq < ?2
    UNION SELECT seq FROM card WHERE weapon = ?1 AND weapon <> '' AND seq < ?2
    ORDER BY seq DESC LIMIT ?3
"""
_ON = """
    SELECT seq FROM concern WHERE weapon = ?1 AND seq > ?2
    UNION SELECT seq FROM card WHERE weapon = ?1 AND weapon <> '' AND seq > ?2
    ORDER BY seq LIMIT ?3
"""
_COUNT = """
    SELECT (SELECT count(*) FROM concern WHERE weapon = ?1)
        + (SELECT count(*) FROM card WHERE weapon = ?1 AND weapon <> '')
"""
_OF_PERSON = (
    "SELECT seq FROM officer_concern WHERE officer = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
    "SELECT seq FROM officer_concern WHERE officer = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    "SELECT count(*) FROM officer_concern WHERE officer = ?1",
)
_OF_WEAPON = (_BACK, _ON, _COUNT)
_LINE = f"SELECT seq, body, {TAKEN_BACK} FROM journal WHERE seq = ?"  # noqa: S608 - our own words
_FAR = 2**62

FROM_THE_FIRST = -1
"""As `after`: the oldest entries of all."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a story. `entry` is None for a kind too new for this program; `fields`: all.

    `taken_back`: of a correction, the line that took it back; 0 for none.
    """

    seq: int
    fields: dict[str, Any]
    envelope: Envelope | None
    entry: Entry | None
    taken_back: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A page of a story, in the order of the book.

    `earlier` and `later`: whether there is more on either side; `entries`: how many in all.
    """

    told: tuple[Told, ...] = ()
    earlier: bool = False
    later: bool = False
    entries: int = 0


class Stories(Asked):
    """What is asked by who reads a story. A reading connection of its own; any thread."""

    def of_weapon(self, number: str, *, before: int = 0, after: int = 0, limit: int = 50) -> Story:
        """Return a page of the story of one weapon: its newest entries, or those beside another.

        Args:
            number: its registration number.
            before: only entries numbered below this, the newest of them; 0 for the newest of all.
            after: only entries numbered above this, the oldest of them; 0 for none such.
            limit: how many to a page.
        """
        return self._page(_OF_WEAPON, number, before, after, limit)

    def of_officer(self, number: str, *, before: int = 0, after: int = 0, limit: int = 50) -> Story:
        """Return a page of the story of one person; as `of_weapon`, by officer number."""
        return self._page(_OF_PERSON, number, before, after, limit)

    def standing(self, of: str, number: str, limit: int = 20) -> tuple[Told, ...]:
        """Return the corrections of one weapon or person that nobody took back, newest first.

        Args:
            of: `undoing.WEAPON` or `OFFICER`.
            number: its number, or theirs.
            limit: how many; who wants to take back an older one does so at a terminal. Ours.
        """
        lines = standing(self._rows, of, number, limit)
        return tuple(_told(*self._rows(_LINE, (line,))[0]) for line in lines)

    def _page(
        self, questions: tuple[str, str, str], number: str, before: int, after: int, limit: int
    ) -> Story:
        back, on, count = questions
        if after:
            rows = self._rows(on, (number, after, limit + 1))
            more_later, more_earlier = len(rows) > limit, after > 0
            seqs = [seq for (seq,) in rows[:limit]]
        else:
            rows = self._rows(back, (number, before or _FAR, limit + 1))
            more_later, more_earlier = bool(before), len(rows) > limit
            seqs = [seq for (seq,) in reversed(rows[:limit])]
        ((entries,),) = self._rows(count, (number,))
        told = tuple(_told(*self._rows(_LINE, (seq,))[0]) for seq in seqs)
        return Story(told, more_earlier and entries > 0, more_later, entries)


def _told(seq: int, body: bytes, taken_back: int | None) -> Told:
    fields: dict[str, Any] = json.loads(body)
    envelope, entry = None, None
    with contextlib.suppress(UnreadableEntry):
        envelope, entry = decode(body)
    return Told(seq, fields, envelope, entry, taken_back or 0)
