"""Questions to the register: the keeper's, about one person or weapon, and the office's, in pages.

Each class has a reading connection of its own and takes one question at a time, from any thread.
"""

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from kiosk.registry.corrections_table import written
from kiosk.registry.database import connect_reader, is_damaged
from kiosk.registry.plainly import plainly
from kiosk.registry.tags_table import CLAIMS, TAGGED, TAGS_OF, tags_in
from kiosk.rules.broken import BookBroken, BookUnwritable, KioskError
from kiosk.rules.encoding import Envelope, UnreadableEntry, decode
from kiosk.rules.entries import Entry, KioskEnrolled, Started
from kiosk.rules.observations import Written
from kiosk.rules.tags import tag_key
from kiosk.rules.things import (
    Badge,
    BadgeText,
    Certificate,
    Condition,
    Grade,
    Mission,
    Officer,
    OfficerNumber,
    Person,
    Role,
    SerialStatus,
    Weapon,
    WeaponNumber,
)

_WEAPON_COLUMNS = "number, name, type, serial, calibre, condition, magazines, rounds, serial_status"
_WEAPON = f"SELECT {_WEAPON_COLUMNS}, {TAGS_OF} FROM weapon"  # noqa: S608 - our own words
_OFFICER = "SELECT number, name, name_km, rank, unit, role, active, hold, post FROM officer"

_CERTIFICATE = "SELECT type, expires_ms, course, issued_ms, issuer, number FROM certificate"
_CERTIFICATES = (
    "SELECT officer, type, expires_ms, course, issued_ms, issuer, number FROM certificate"
    " ORDER BY officer, place"
)
_SENT = """
    SELECT DISTINCT weapon FROM concern JOIN transfer ON ended = concern.seq
    WHERE side = 'sent' AND weapon IN (SELECT value FROM json_each(?))
"""
_BADGE = "SELECT badge, officer, kind, grade, until_ms FROM"

_BEGINS = (
    "SELECT number FROM weapon WHERE number > ? AND number BETWEEN ? AND ? ORDER BY number LIMIT ?"
)
# The index by serial is a third of the table and holds the number too: 206,122 in some 20 ms.
_CONTAINS = (
    "SELECT number FROM weapon INDEXED BY weapon_by_serial"
    " WHERE instr(serial, ?) AND number > ? ORDER BY number LIMIT ?"
)

_STARTS = (
    "SELECT seq, journal.hash, body FROM segment CROSS JOIN journal ON seq = first_seq"
    " WHERE first_seq < ? AND instr(body, ?) ORDER BY first_seq DESC LIMIT ?"
)
_STARTED = f'"kind":"{Started.KIND}"'.encode()

_ENROLLED = "SELECT seq, body FROM upkeep JOIN journal USING (seq) WHERE kind = ?"


class Asked:
    """A reading connection that one thread uses at a time."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        self._tables = tables
        self._turn = threading.Lock()

    @classmethod
    def at(cls, database: Path) -> Self:
        """Ask the database of a book that this program does not hold open.

        Raises:
            BookBroken: a rollback journal lies beside it.
            BookUnwritable: it cannot be opened now.
        """
        try:
            return cls(connect_reader(database))
        except sqlite3.Error as wrong:
            raise _unanswered(wrong) from wrong

    def _rows(
        self, question: str, given: Sequence[object] | Mapping[str, object] = ()
    ) -> list[Any]:
        """Return what the tables answer.

        Raises:
            BookBroken: the database is damaged, or is none.
            BookUnwritable: it does not answer now.
        """
        try:
            with self._turn:
                return self._tables.execute(question, given).fetchall()
        except sqlite3.Error as wrong:
            raise _unanswered(wrong) from wrong

    def close(self) -> None:
        """Let go of the database."""
        with self._turn:
            self._tables.close()


class Facts(Asked):
    """What the keeper's eyes look up; a lookup takes some 30 us with 206,122 weapons."""

    def person(self, number: OfficerNumber) -> Person | None:
        """Return a person by officer number."""
        found = self._rows(f"{_OFFICER} WHERE number = ?", (number,))
        return self._person(found[0]) if found else None

    def badges_with(self, text: BadgeText) -> tuple[Badge, ...]:
        """Return every badge with this text, of whatever kind."""
        found = self._rows(
            f"{_BADGE} badge WHERE badge = ? AND officer != '' ORDER BY kind", (text,)
        )
        return tuple(map(_badge, found))

    def badges_of(self, officer: OfficerNumber) -> tuple[Badge, ...]:
        """Return every badge that is an officer's, also one that was lent and is over."""
        found = self._rows(
            f"{_BADGE} badge WHERE officer = ? AND officer != '' ORDER BY badge, kind",
            (officer,),
        )
        return tuple(map(_badge, found))

    def badge_given_by(self, entry: int) -> Badge | None:
        """Return the badge that an entry gave to somebody who has it still."""
        found = self._rows(f"{_BADGE} badge_life WHERE entry = ? AND ended IS NULL", (entry,))
        return _badge(found[0]) if found else None

    def written(self, line: int) -> Written:
        """Return what the book has of a correction, by its line."""
        return written(self._rows, line)

    def people(self) -> tuple[Person, ...]:
        """Return everybody, without certificates and mission orders, by number."""
        with_pin = {number for (number,) in self._rows("SELECT officer FROM pin")}
        found = self._rows(f"{_OFFICER} ORDER BY number")
        return tuple(Person(officer_of(row, ()), has_pin=row[0] in with_pin) for row in found)

    def weapon(self, number: WeaponNumber) -> Weapon | None:
        """Return a weapon by registration number."""
        found = self._rows(f"{_WEAPON} WHERE number = ?", (number,))
        return _weapon(found[0]) if found else None

    def claims(self, tags: Iterable[str]) -> dict[str, WeaponNumber]:
        """Return whose some tags are, by their keys; one that is nobody's is not there."""
        return dict(self._rows(CLAIMS, (json.dumps([*map(tag_key, tags)]),)))

    def tagged(self, weapons: Iterable[WeaponNumber]) -> frozenset[WeaponNumber]:
        """Return those of some weapons that have a tag."""
        return frozenset(weapon for (weapon,) in self._rows(TAGGED, (json.dumps([*weapons]),)))

    def sent(self, weapons: Iterable[WeaponNumber]) -> frozenset[WeaponNumber]:
        """Return those of some weapons that another store ever took over."""
        return frozenset(weapon for (weapon,) in self._rows(_SENT, (json.dumps([*weapons]),)))

    def away(self, weapon: WeaponNumber) -> str:
        """Return with which transfer another store took a weapon over that is not here again."""
        found = self._rows("SELECT transfer FROM away WHERE weapon = ?", (weapon,))
        return found[0][0] if found else ""

    def key_enrolled(self) -> str:
        """Return the fingerprint of the key that two people stood by last; "" for none yet."""
        enrolled = _enrolled(self._rows(_ENROLLED, (KioskEnrolled.KIND,)))
        return "" if enrolled is None else enrolled[1].fingerprint

    def _person(self, row: Sequence[Any]) -> Person:
        number = row[0]
        certificates = self._rows(f"{_CERTIFICATE} WHERE officer = ? ORDER BY place", (number,))
        missions = self._rows(
            "SELECT number, valid_from_ms, valid_until_ms FROM mission WHERE officer = ?"
            " ORDER BY valid_from_ms, number",
            (number,),
        )
        has_pin = self._rows("SELECT 1 FROM pin WHERE officer = ?", (number,))
        return Person(
            officer=officer_of(row, certificates),
            has_pin=bool(has_pin),
            missions=tuple(Mission(*mission) for mission in missions),
        )


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """One line of the journal as the office reads it. `entry` is None for a kind too new for us."""

    seq: int
    hash: str
    body: str
    envelope: Envelope | None
    entry: Entry | None


class Office(Asked):
    """What the office pages ask."""

    def officers(self) -> tuple[Officer, ...]:
        """Return every person of the register, by number."""
        certificates: dict[str, list[tuple[Any, ...]]] = {}
        for officer, *certificate in self._rows(_CERTIFICATES):
            certificates.setdefault(officer, []).append(tuple(certificate))
        return tuple(
            officer_of(row, certificates.get(row[0], []))
            for row in self._rows(f"{_OFFICER} ORDER BY number")
        )

    def badges(self) -> dict[BadgeText, OfficerNumber]:
        """Return every badge and whose it is."""
        return dict(
            self._rows("SELECT badge, officer FROM badge WHERE officer != '' ORDER BY badge")
        )

    def cards(self) -> tuple[Badge, ...]:
        """Return every badge that is a card of a known kind."""
        found = self._rows(f"{_BADGE} badge WHERE kind != '' AND officer != ''")
        return tuple(map(_badge, found))

    def count_weapons(self) -> int:
        """Return how many weapons are registered."""
        ((count,),) = self._rows("SELECT count(*) FROM weapon")
        return int(count)

    def weapons(self, search: str = "", after: str = "", limit: int = 50) -> tuple[Weapon, ...]:
        """Return a page of weapons by number, those after number `after`.

        `search`: how a registration number begins, or any part of a serial, byte for byte.
        """
        if not search:
            rows = self._rows(f"{_WEAPON} WHERE number > ? ORDER BY number LIMIT ?", (after, limit))
            return tuple(_weapon(row) for row in rows)
        begins = self._rows(_BEGINS, (after, search, search + chr(0x10FFFF), limit))
        contains = self._rows(_CONTAINS, (search, after, limit))
        found = sorted({number for (number,) in begins + contains})[:limit]
        by_number = f"{_WEAPON} WHERE number = ?"
        return tuple(_weapon(self._rows(by_number, (number,))[0]) for number in found)

    def upkeep(self, kind: str) -> tuple[int, int] | None:
        """Return number and wall milliseconds of the newest line of a kind of upkeep, or None.

        A book that no kiosk of this version has opened yet has no such line.
        """
        if not self._rows("SELECT 1 FROM sqlite_schema WHERE name = 'upkeep'", ()):
            return None
        rows = self._rows("SELECT seq, at_ms FROM upkeep WHERE kind = ?", (kind,))
        return rows[0] if rows else None

    def key_enrolled(self) -> tuple[int, KioskEnrolled] | None:
        """Return the newest line by which two people stood by the kiosk's key, or None."""
        if self.upkeep(KioskEnrolled.KIND) is None:
            return None
        return _enrolled(self._rows(_ENROLLED, (KioskEnrolled.KIND,)))

    def begun_ms(self) -> int | None:
        """Return when this book was begun, wall milliseconds; None for one without a line."""
        rows = self._rows("SELECT latest_wall_ms FROM journal WHERE seq = ?", (1,))
        return int(rows[0][0]) if rows else None

    def newest_ms(self) -> int | None:
        """Return what the clock must have reached (wall), so that it is not behind this book."""
        rows = self._rows("SELECT latest_wall_ms FROM journal ORDER BY seq DESC LIMIT 1")
        return int(rows[0][0]) if rows else None

    def lines(self, before_seq: int | None = None, limit: int = 50) -> tuple[WrittenEntry, ...]:
        """Return a page of the journal, newest first, those before number `before_seq`."""
        rows = self._rows(
            "SELECT seq, hash, body FROM journal WHERE seq < ? ORDER BY seq DESC LIMIT ?",
            (2**62 if before_seq is None else before_seq, limit),
        )
        return tuple(_written(*row) for row in rows)

    def hash_at(self, seq: int) -> bytes | None:
        """Return the hash of a line by its number, or None when there is no such line."""
        rows = self._rows("SELECT hash FROM journal WHERE seq = ?", (seq,))
        return bytes(rows[0][0]) if rows else None

    def starts(self, before_seq: int | None = None, limit: int = 50) -> tuple[WrittenEntry, ...]:
        """Return a page of the starts of the kiosk, newest first, those before `before_seq`.

        A kiosk begins a segment with its start, so that no other line of the journal is read: it
        takes as long on a book of 200,000 entries as on one of 100.
        """
        rows = self._rows(_STARTS, (2**62 if before_seq is None else before_seq, _STARTED, limit))
        return tuple(_written(*row) for row in rows)


def _unanswered(wrong: sqlite3.Error) -> KioskError:
    """Return what a technician is told when the tables do not answer."""
    if is_damaged(wrong):
        return BookBroken(
            f"The register cannot be read ({plainly(wrong)}). Nothing was changed. Run kiosk"
            " verify: it names what is damaged, and how it is made again."
        )
    return BookUnwritable(
        f"The register cannot be read now ({plainly(wrong)}). Nothing was changed; do it once more."
    )


def officer_of(row: Sequence[Any], certificates: Sequence[Sequence[Any]]) -> Officer:
    """Return a person, as a row of the table has them."""
    number, name, name_km, rank, unit, role, active, hold, post = row
    return Officer(
        number=number,
        name=name,
        name_km=name_km,
        rank=rank,
        unit=unit,
        role=Role(role),
        active=bool(active),
        hold=bool(hold),
        certificates=tuple(Certificate(*certificate) for certificate in certificates),
        post=post,
    )


def _enrolled(rows: Sequence[Sequence[Any]]) -> tuple[int, KioskEnrolled] | None:
    if not rows:
        return None
    seq, body = rows[0]
    _, entry = decode(body)
    assert isinstance(entry, KioskEnrolled), "the table names it"
    return seq, entry


def _badge(row: Sequence[Any]) -> Badge:
    text, officer, kind, grade, until_ms = row
    return Badge(text, officer, kind, Grade(grade), until_ms)


def _weapon(row: Sequence[Any]) -> Weapon:
    number, name, kind, serial, calibre, condition, magazines, rounds, status, tags = row
    return Weapon(
        number, name, kind, serial, calibre, Condition(condition), magazines, rounds,
        SerialStatus(status), tags_in(tags),
    )  # fmt: skip


def _written(seq: int, digest: bytes, body: bytes) -> WrittenEntry:
    envelope, entry = None, None
    with contextlib.suppress(UnreadableEntry):
        envelope, entry = decode(body)
    return WrittenEntry(seq, digest.hex(), body.decode(), envelope, entry)
