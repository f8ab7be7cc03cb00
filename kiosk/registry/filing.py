"""What is found again: which entries tell of a weapon or person, and the catalogue for searches.

All follow from the entries and move in their transaction. `concern` has a row for each weapon an
entry tells of, `officer_concern` one for each person. `catalogue` has one line a thing, some
hundred lines to a leaf, in the form of `registry.leaves`: a search for any fragment reads the
leaves from first to last, and what is registered touches one leaf.
"""

import sqlite3
from collections.abc import Iterable
from itertools import groupby

from kiosk.registry.leaves import (
    CARD,
    OFFICER,
    WEAPON,
    Call,
    Leaf,
    NumberedCard,
    card_leaf,
    lines_of_cards,
    place_of,
)
from kiosk.registry.tags_table import given
from kiosk.rules import entries as e
from kiosk.rules.concerns import OF_A_CABLE, people_of, weapons_of
from kiosk.rules.things import Officer, OfficerNumber, Weapon, WeaponNumber

_CONCERN = "INSERT OR IGNORE INTO concern VALUES (?, ?)"
_PERSON = "INSERT OR IGNORE INTO officer_concern VALUES (?, ?)"
_LEAF = "SELECT lines FROM catalogue WHERE of = ? AND leaf = ?"
_KEEP = (
    "INSERT INTO catalogue VALUES (?, ?, ?)"
    " ON CONFLICT (of, leaf) DO UPDATE SET lines = excluded.lines"
)
_GRANTED = (
    "SELECT release.cable, json_extract(CAST(journal.body AS TEXT), '$.weapon')"
    " FROM release JOIN journal ON seq = granted"
    " WHERE json_extract(CAST(journal.body AS TEXT), '$.purpose') NOT IN ('stand_to', 'test')"
)
_STANDS = (
    "SELECT coalesce((SELECT weapon FROM inside WHERE position = ?1),"
    " (SELECT min(weapon) FROM home WHERE position = ?1))"
)

_WEAPON = "SELECT name, serial FROM weapon WHERE number = ?"
_MARKS = "SELECT text FROM mark WHERE weapon = ? ORDER BY seq"

_CABLE_LINES = (
    e.ReleaseLapsed, e.CableSeenOpen, e.CableHeldOpen, e.CableSeenShut,
    e.CountAgreed, e.CountDiffered, e.CountSkipped, e.WrongWeaponCleared,
)  # fmt: skip
"""Lines of a cable. While it is released for one weapon they tell of that weapon."""

_ENDS_RELEASE = frozenset(
    {e.Started, e.ReleaseLapsed, e.CountAgreed, e.CountDiffered, e.CountSkipped}
)
"""After these no cable is released: `registry.moves_bay` drops the release at the same ones."""


def _leaf_of(card: NumberedCard) -> str:
    return card_leaf(card.seq)


_NO_RELEASE = ("", WeaponNumber(""))


class Filing:
    """Files a run of entries, each before it moves the tables, and writes all at the end."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        """Begin with nothing to write."""
        self._tables = tables
        self._concerns: list[tuple[WeaponNumber, int]] = []
        self._people: list[tuple[OfficerNumber, int]] = []
        self._called: dict[tuple[str, str], dict[str, list[Call]]] = {}
        self._cards: dict[str, list[NumberedCard]] = {}
        self._release: tuple[str, WeaponNumber] | None = None

    def cards(self, cards: Iterable[NumberedCard]) -> None:
        """File paper cards, in the order of their entries, by number and serial."""
        for leaf, several in groupby(cards, key=_leaf_of):
            self._cards.setdefault(leaf, []).extend(several)

    def file(self, seq: int, entry: e.Entry) -> None:
        """File an entry; the tables still stand as they were before it."""
        kind = type(entry)
        for weapon in weapons_of(entry) or self._meant(entry):
            self._concerns.append((weapon, seq))
        for officer in people_of(entry):
            self._people.append((officer, seq))
        if isinstance(entry, e.ReleaseGranted):
            one = entry.purpose not in OF_A_CABLE
            self._release = (entry.cable, entry.weapon) if one else _NO_RELEASE
        elif kind in _ENDS_RELEASE:
            self._release = _NO_RELEASE
        elif isinstance(entry, (e.WeaponRegistered, e.WeaponCorrected)):
            self._weapon(entry.weapon, corrected=kind is e.WeaponCorrected)
        elif isinstance(entry, e.WeaponMarked):
            self._read_more(entry.weapon, marks=(entry.mark.text,))
        elif isinstance(entry, e.WeaponTagged):
            self._read_more(entry.weapon, tags=(entry.tag,))
        elif isinstance(entry, (e.OfficerRegistered, e.OfficerCorrected)):
            self._officer(entry.officer, corrected=kind is e.OfficerCorrected)

    def write(self) -> None:
        """Write what was filed, inside the caller's transaction."""
        if self._concerns:
            self._tables.executemany(_CONCERN, self._concerns)
        if self._people:
            self._tables.executemany(_PERSON, self._people)
        for (of, leaf), called in self._called.items():
            kept = Leaf(self._kept(of, leaf)).with_calls(called)
            self._tables.execute(_KEEP, (of, leaf, kept))
        for leaf, cards in self._cards.items():
            kept = Leaf(self._kept(CARD, leaf)).with_lines(lines_of_cards(cards))
            self._tables.execute(_KEEP, (CARD, leaf, kept))

    def _kept(self, of: str, leaf: str) -> bytes:
        found = self._tables.execute(_LEAF, (of, leaf)).fetchone()
        return b"" if found is None else bytes(found[0])

    def _weapon(self, weapon: Weapon, *, corrected: bool) -> None:
        marks = self._marks(weapon.number) if corrected else ()
        numbers = (weapon.number, weapon.serial, *marks, *weapon.tags)
        self._call(WEAPON, weapon.number, Call((weapon.name,), numbers, corrected))

    def _read_more(
        self, weapon: WeaponNumber, marks: tuple[str, ...] = (), tags: tuple[str, ...] = ()
    ) -> None:
        """File a weapon once more, with all its marks and tags: it is found without a serial."""
        found = self._tables.execute(_WEAPON, (weapon,)).fetchone()
        if found is None:
            return
        name, serial = found
        read = (*self._marks(weapon), *marks, *given(self._tables, weapon), *tags)
        self._call(WEAPON, weapon, Call((name,), (weapon, serial, *read), corrected=True))

    def _marks(self, weapon: WeaponNumber) -> list[str]:
        return [text for (text,) in self._tables.execute(_MARKS, (weapon,))]

    def _officer(self, officer: Officer, *, corrected: bool) -> None:
        call = Call((officer.name, officer.name_km), (officer.number,), corrected)
        self._call(OFFICER, officer.number, call)

    def _call(self, of: str, thing: str, call: Call) -> None:
        leaf, name = place_of(of, thing)
        self._called.setdefault((of, leaf), {}).setdefault(name, []).append(call)

    def _meant(self, entry: e.Entry) -> Iterable[WeaponNumber]:
        """Return the weapon that a line of a cable or of a position tells of."""
        if isinstance(entry, _CABLE_LINES):
            cable, weapon = self._released()
            return (weapon,) if cable == entry.cable and weapon else ()
        if isinstance(entry, (e.DoubtRaised, e.DoubtSettled)):
            (weapon,) = self._tables.execute(_STANDS, (entry.position,)).fetchone()
            return () if weapon is None else (weapon,)
        return ()

    def _released(self) -> tuple[str, WeaponNumber]:
        """Return the cable that is released and the weapon it is for, asked for once a run."""
        if self._release is None:
            found = self._tables.execute(_GRANTED).fetchone()
            self._release = _NO_RELEASE if found is None else (found[0], WeaponNumber(found[1]))
        return self._release
