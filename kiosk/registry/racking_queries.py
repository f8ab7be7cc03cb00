"""Questions about weapons that come in: their marks, what they are checked against, what waits.

Read-only; a connection of its own, any thread.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.registry.queries import Asked
from kiosk.rules.card_text import cells_of
from kiosk.rules.entries import CardSays
from kiosk.rules.labels import Kind
from kiosk.rules.observations.racking import RackFacts
from kiosk.rules.things import (
    Mark,
    MarkKind,
    RackId,
    SerialStatus,
    WeaponNumber,
    WeaponType,
)

_MARKS = (
    "SELECT seq, kind, text, status, place, photo, by, at_ms FROM mark WHERE weapon = ?"
    " ORDER BY seq"
)
_CARDS = """
    SELECT journal.body, card_stack.fields FROM card
    JOIN journal USING (seq) JOIN card_stack ON card.stack = begun
    WHERE card.weapon = ?1 AND card.weapon <> '' AND card.fate = 'matched'
        AND card.seq > coalesce((SELECT corrected FROM readied WHERE weapon = ?1), 0)
    ORDER BY card.seq LIMIT ?2
"""
_RACKS = """
    SELECT position.rack FROM inside
    JOIN weapon ON weapon.number = inside.weapon JOIN position ON position.id = inside.position
    WHERE weapon.type = ? GROUP BY position.rack ORDER BY count(*) DESC, position.rack
"""
_PLACELESS = """
    SELECT weapon.number FROM weapon
    LEFT JOIN home ON home.weapon = weapon.number
    LEFT JOIN inside ON inside.weapon = weapon.number
    WHERE weapon.number > ? AND home.weapon IS NULL AND inside.weapon IS NULL
    ORDER BY weapon.number LIMIT ?
"""
_UNREADY = """
    SELECT weapon.number FROM weapon
    LEFT JOIN readied ON readied.weapon = weapon.number
    WHERE weapon.number > ? AND (checked_ms IS NULL OR cleaned_ms IS NULL)
    ORDER BY weapon.number LIMIT ?
"""
_READIED = "SELECT differing, checked_ms, cleaned_ms, cleaner FROM readied WHERE weapon = ?"
_CARDS_MAX = 20
"""Cards that one weapon is held against. One matches; more are a heap of copies. Ours."""


@dataclass(frozen=True, slots=True)
class WrittenMark:
    """A mark as it was written down: by whom, and when (wall). `seq`: its entry."""

    seq: int
    mark: Mark
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Readied:
    """How far a weapon is: what differed when it was last checked, when it agreed, was cleaned."""

    differing: tuple[str, ...] = ()
    checked_ms: int = 0
    cleaned_ms: int = 0
    cleaner: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How a weapon came."""

    source: str
    collected: str
    place: str
    document: str


class Incoming(Asked):
    """What is asked about weapons that come in."""

    def facts(self, weapon: WeaponNumber, kind: WeaponType) -> RackFacts:
        """Return what a weapon of this type is checked against, and where its like stands.

        Some 5 ms in a bay of 5,000 weapons; asked when its label is read.
        """
        cards = self._rows(_CARDS, (weapon, _CARDS_MAX))
        racks = self._rows(_RACKS, (kind,))
        return RackFacts(
            tuple(_card(body, fields) for body, fields in cards),
            self.photos_of(weapon),
            tuple(RackId(rack) for (rack,) in racks),
        )

    def photos_of(self, weapon: str) -> int:
        """Return how many pictures of its marks the book names."""
        counted = "SELECT count(*) FROM mark WHERE weapon = ? AND photo <> ''"
        ((photos,),) = self._rows(counted, (weapon,))
        return int(photos)

    def marks_stand(self, weapon: str) -> int:
        """Return how many marks of a weapon are written down."""
        ((marks,),) = self._rows("SELECT count(*) FROM mark WHERE weapon = ?", (weapon,))
        return int(marks)

    def marks_of(self, weapon: str) -> tuple[WrittenMark, ...]:
        """Return every mark of a weapon, in the order in which they were written down."""
        return tuple(map(_mark, self._rows(_MARKS, (weapon,))))

    def names_photo(self, photo: str) -> bool:
        """Return whether an entry names a photo, by its SHA-256."""
        return bool(self._rows("SELECT 1 FROM mark WHERE photo = ? AND photo <> ''", (photo,)))

    def readied(self, weapon: str) -> Readied:
        """Return how far a weapon is."""
        found = self._rows(_READIED, (weapon,))
        if not found:
            return Readied()
        differing, checked_ms, cleaned_ms, cleaner = found[0]
        return Readied(tuple(differing.split()), checked_ms or 0, cleaned_ms or 0, cleaner)

    def taken_in(self, weapon: str) -> TakenIn | None:
        """Return how a weapon came, or None when nobody took it in at a desk."""
        found = self._rows(
            "SELECT source, collected, place, document FROM intake WHERE weapon = ?", (weapon,)
        )
        return TakenIn(*found[0]) if found else None

    def waiting(self, *, unready: bool, after: str, limit: int) -> tuple[WeaponNumber, ...]:
        """Return a page of weapons by number, those behind number `after`.

        Args:
            unready: those that were never checked or cleaned, wherever they stand; else those that
                have no place here.
            after: the number they begin behind.
            limit: how many.
        """
        rows = self._rows(_UNREADY if unready else _PLACELESS, (after, limit))
        return tuple(WeaponNumber(number) for (number,) in rows)

    def twins(self, serial: str, besides: str) -> tuple[WeaponNumber, ...]:
        """Return the other weapons that have this very serial; an empty one is nobody's."""
        if not serial.strip():
            return ()
        rows = self._rows(
            "SELECT number FROM weapon WHERE serial = ? AND number <> ? ORDER BY number LIMIT 5",
            (serial, besides),
        )
        return tuple(WeaponNumber(number) for (number,) in rows)

    def last_sequence(self, site: int) -> int:
        """Return the highest sequence that a registration number of a site has; 0 for none."""
        first = f"{Kind.WEAPON}{site:02}"
        ((highest,),) = self._rows(
            "SELECT max(number) FROM weapon WHERE number BETWEEN ? AND ?",
            (f"{first}0000000", f"{first}9999999"),
        )
        return int(highest[3:8]) if highest is not None else 0


def _mark(row: Sequence[Any]) -> WrittenMark:
    seq, kind, text, status, where, photo, by, at_ms = row
    mark = Mark(MarkKind(kind), text, SerialStatus(status), where, photo)
    return WrittenMark(seq, mark, by, at_ms)


def _card(body: bytes, fields: str) -> CardSays:
    """Return what a card says: as it was read where that is not what stands in its cell."""
    entry = json.loads(body)
    cells = dict(zip(json.loads(fields), cells_of(entry["cells"]), strict=False))
    read: Mapping[str, str] = {one["field"]: one["value"] for one in entry["readings"]}
    return CardSays(
        entry["card"],
        entry["serial"],
        read.get("calibre", cells.get("calibre", "")),
        read.get("type", cells.get("type", "")),
    )
