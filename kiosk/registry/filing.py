"""What is found again: which entries tell of a weapon, and the catalogue that is searched.

Both follow from the entries and move in their transaction. `concern` has a row for each weapon an
entry tells of. `catalogue` has one line a thing, some hundred lines to a leaf, in the form of
`registry.leaves`: a search for any fragment reads the leaves from first to last, and what is
registered touches one leaf.
"""

import sqlite3
from collections.abc import Iterable

from kiosk.registry.leaves import CARD, OFFICER, WEAPON, Call, Leaf, place_of
from kiosk.rules import entries as e
from kiosk.rules.concerns import weapons_of
from kiosk.rules.things import Officer, Weapon, WeaponNumber

_CONCERN = "INSERT OR IGNORE INTO concern VALUES (?, ?)"
_LEAF = "SELECT lines FROM catalogue WHERE of = ? AND leaf = ?"
_KEEP = (
    "INSERT INTO catalogue VALUES (?, ?, ?)"
    " ON CONFLICT (of, leaf) DO UPDATE SET lines = excluded.lines"
)
_GRANTED = (
    "SELECT release.cable, json_extract(CAST(journal.body AS TEXT), '$.weapon')"
    " FROM release JOIN journal ON seq = granted"
)
_STANDS = (
    "SELECT coalesce((SELECT weapon FROM inside WHERE position = ?1),"
    " (SELECT min(weapon) FROM home WHERE position = ?1))"
)

_CABLE_LINES = (
    e.ReleaseLapsed, e.CableSeenOpen, e.CableHeldOpen, e.CableSeenShut,
    e.CountAgreed, e.CountDiffered, e.CountSkipped, e.WrongWeaponCleared,
)  # fmt: skip
"""Lines of a cable. While it is released they tell of the weapon that it was released for."""

_ENDS_RELEASE = frozenset(
    {e.Started, e.ReleaseLapsed, e.CountAgreed, e.CountDiffered, e.CountSkipped}
)
"""After these no cable is released: `registry.moves_bay` drops the release at the same ones."""

_NO_RELEASE = ("", WeaponNumber(""))


class Filing:
    """Files a run of entries, each before it moves the tables, and writes all at the end."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        """Begin with nothing to write."""
        self._tables = tables
        self._concerns: list[tuple[WeaponNumber, int]] = []
        self._called: dict[tuple[str, str], dict[str, list[Call]]] = {}
        self._release: tuple[str, WeaponNumber] | None = None

    def card(self, seq: int, card: e.CardImported) -> None:
        """File a paper card: its number and its serial."""
        self._call(CARD, str(seq), Call((), (card.card, card.serial)))

    def file(self, seq: int, entry: e.Entry) -> None:
        """File an entry; the tables still stand as they were before it."""
        kind = type(entry)
        for weapon in weapons_of(entry) or self._meant(entry):
            self._concerns.append((weapon, seq))
        if isinstance(entry, e.ReleaseGranted):
            self._release = (entry.cable, entry.weapon)
        elif kind in _ENDS_RELEASE:
            self._release = _NO_RELEASE
        elif isinstance(entry, (e.WeaponRegistered, e.WeaponCorrected)):
            self._weapon(entry.weapon, corrected=kind is e.WeaponCorrected)
        elif isinstance(entry, (e.OfficerRegistered, e.OfficerCorrected)):
            self._officer(entry.officer, corrected=kind is e.OfficerCorrected)

    def write(self) -> None:
        """Write what was filed, inside the caller's transaction."""
        if self._concerns:
            self._tables.executemany(_CONCERN, self._concerns)
        for (of, leaf), called in self._called.items():
            kept = Leaf(self._kept(of, leaf)).with_calls(called)
            self._tables.execute(_KEEP, (of, leaf, kept))

    def _kept(self, of: str, leaf: str) -> bytes:
        found = self._tables.execute(_LEAF, (of, leaf)).fetchone()
        return b"" if found is None else bytes(found[0])

    def _weapon(self, weapon: Weapon, *, corrected: bool) -> None:
        call = Call((weapon.name,), (weapon.number, weapon.serial), corrected)
        self._call(WEAPON, weapon.number, call)

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
