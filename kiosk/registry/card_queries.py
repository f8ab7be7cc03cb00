"""Questions about the cards of the register: which stacks there are, and their cards as written."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.registry.queries import Asked
from kiosk.rules.entries import WeaponCorrected, WeaponRegistered

_STACKS = (
    "SELECT stack, file, sha256, encoding, headings, fields, cards, staged_by, begun, closed"
    " FROM card_stack ORDER BY begun"
)
_AT_ONCE = 500
# Cards of one stack stand together in the book, so that its number is looked for and no row is.
_BODIES = (
    "SELECT card.seq, journal.body FROM card JOIN journal USING (seq)"
    " WHERE card.stack = (SELECT begun FROM card_stack WHERE stack = ?) AND card.seq > ?"
    " ORDER BY card.seq LIMIT ?"
)
# Looked for in the beginning of a line, where its kind stands and no words of anybody's can.
_WEAPONS_SINCE = (
    "SELECT count(*), (SELECT coalesce(max(seq), 0) FROM journal) FROM journal WHERE seq > ?"
    " AND (instr(substr(body, 1, 256), ?) OR instr(substr(body, 1, 256), ?))"
)
_WEAPON_KINDS = tuple(
    f'"kind":"{kind.KIND}"'.encode() for kind in (WeaponRegistered, WeaponCorrected)
)
_KNOWN = (
    "SELECT DISTINCT number FROM card WHERE number IN (SELECT value FROM json_each(?))"
    " ORDER BY number"
)
# The one weapon that has the serial of a card today, as a list is matched when it is judged.
_LONE_CARDS = """
    SELECT seq, card.number, card.serial, row, coalesce(file, ''), coalesce(
        (SELECT min(weapon.number) FROM weapon WHERE weapon.serial = card.serial
         HAVING count(*) = 1), '')
    FROM (SELECT * FROM card WHERE seq {those}) AS card LEFT JOIN card_stack ON card.stack = begun
    WHERE fate = 'card_only' ORDER BY seq LIMIT ?
"""
# That a card has a weapon is said twice: in these words an index answers.
_OF_CARD = "SELECT 1 FROM card WHERE card.weapon = weapon.number AND card.weapon <> ''"
_LONE_WEAPONS = f"""
    SELECT number, name, serial, coalesce(inside.position, home.position, '')
    FROM (SELECT * FROM weapon WHERE number {{those}}) AS weapon
    LEFT JOIN inside ON inside.weapon = number LEFT JOIN home ON home.weapon = number
    WHERE NOT EXISTS ({_OF_CARD}) ORDER BY number LIMIT ?
"""  # noqa: S608 - our own words
_BEHIND = "> ? ORDER BY {name} LIMIT ?"
_AMONG = "IN (SELECT value FROM json_each(?))"
# The one looked at last, and one behind it if there is any.
_LOOKED_AT = "SELECT {name} FROM {table} WHERE {name} > ? ORDER BY {name} LIMIT 2 OFFSET ?"
# No card of a stack stands before its beginning: lists before it are not gone through.
_LAST = (
    "SELECT card.row FROM card_stack JOIN card ON card.stack = begun AND card.seq > begun"
    " WHERE card_stack.stack = ? ORDER BY card.seq DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class KnownStack:
    """A stack of the register. `closed` is None while cards of it are still to come."""

    stack: str
    file: str
    sha256: str
    encoding: str
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    cards: int
    staged_by: str
    begun: int
    closed: int | None


@dataclass(frozen=True, slots=True)
class LoneCard:
    """A card of the register that no weapon was found for when it came in. `seq`: its entry.

    `now`: the one weapon that has its very serial today; "" when there is none, or several.
    """

    seq: int
    number: str
    serial: str
    row: int
    file: str
    now: str


@dataclass(frozen=True, slots=True)
class LoneWeapon:
    """A weapon that no card speaks of. `place`: where it stands, or its home."""

    number: str
    name: str
    serial: str
    place: str


class Cards(Asked):
    """What is asked about cards."""

    def known_of(self, numbers: Sequence[str]) -> tuple[str, ...]:
        """Return those of some card numbers that a card of the register has, in order."""
        return tuple(number for (number,) in self._rows(_KNOWN, (json.dumps(numbers),)))

    def ready(self) -> bool:
        """Return whether the book has tables for cards; an older one gets them when opened."""
        known = "SELECT 1 FROM sqlite_schema WHERE name = 'card_stack'"
        return bool(self._rows(known))

    def founded(self) -> bool:
        """Return whether anybody has a badge."""
        return bool(self._rows("SELECT 1 FROM badge LIMIT 1"))

    def stacks(self) -> tuple[KnownStack, ...]:
        """Return every stack, in the order in which they came in."""
        return tuple(_stack(row) for row in self._rows(_STACKS))

    def stack(self, name: str) -> KnownStack | None:
        """Return one stack by its name."""
        return next((found for found in self.stacks() if found.stack == name), None)

    def last_row(self, stack: str) -> int:
        """Return the last row of a stack that is in the register; 0 when none is."""
        found = self._rows(_LAST, (stack,))
        return int(found[0][0]) if found else 0

    def lone_cards(self, behind: int, limit: int, looked: int) -> tuple[tuple[LoneCard, ...], int]:
        """Return cards that no weapon was found for, behind an entry, in order.

        At most `limit` of them, among the next `looked` cards of the register. Beside them, the
        entry behind which to go on; 0: that was all.
        """
        those = _BEHIND.format(name="seq")
        rows = self._rows(_LONE_CARDS.format(those=those), (behind, looked, limit + 1))
        found = tuple(LoneCard(*row) for row in rows)
        if len(found) > limit:
            return found[:limit], found[limit - 1].seq
        last = self._rows(_LOOKED_AT.format(name="seq", table="card"), (behind, looked - 1))
        return found, int(last[0][0]) if last[1:] else 0

    def lone_cards_of(self, entries: Sequence[int]) -> tuple[LoneCard, ...]:
        """Return those of some cards that no weapon was found for."""
        rows = self._rows(_LONE_CARDS.format(those=_AMONG), (json.dumps(entries), len(entries)))
        return tuple(LoneCard(*row) for row in rows)

    def lone_weapons(
        self, behind: str, limit: int, looked: int
    ) -> tuple[tuple[LoneWeapon, ...], str]:
        """Return weapons that no card speaks of, behind a number, in order of number.

        As `lone_cards` does; the number behind which to go on is "" when that was all.
        """
        those = _BEHIND.format(name="number")
        rows = self._rows(_LONE_WEAPONS.format(those=those), (behind, looked, limit + 1))
        found = tuple(LoneWeapon(*row) for row in rows)
        if len(found) > limit:
            return found[:limit], found[limit - 1].number
        last = self._rows(_LOOKED_AT.format(name="number", table="weapon"), (behind, looked - 1))
        return found, str(last[0][0]) if last[1:] else ""

    def lone_weapons_of(self, numbers: Sequence[str]) -> tuple[LoneWeapon, ...]:
        """Return those of some weapons that no card speaks of."""
        rows = self._rows(_LONE_WEAPONS.format(those=_AMONG), (json.dumps(numbers), len(numbers)))
        return tuple(LoneWeapon(*row) for row in rows)

    def entries(self, stack: str) -> Iterator[dict[str, Any]]:
        """Return the cards of a stack as their entries say them, in the order of the list."""
        seq = 0
        while found := self.entries_after(stack, seq, _AT_ONCE):
            yield from (entry for _, entry in found)
            seq = found[-1][0]

    def entries_after(self, stack: str, seq: int, limit: int) -> list[tuple[int, dict[str, Any]]]:
        """Return so many cards of a stack behind an entry, each with the number of its entry."""
        found = self._rows(_BODIES, (stack, seq, limit))
        return [(at, json.loads(body)) for at, body in found]

    def weapons_since(self, seq: int) -> tuple[int, int]:
        """Return how many weapons were registered or corrected since an entry, and the newest one.

        A card that was judged before may be of one of them.
        """
        ((found, newest),) = self._rows(_WEAPONS_SINCE, (seq, *_WEAPON_KINDS))
        return int(found), int(newest)

    def head_at(self, seq: int) -> str:
        """Return the hash of an entry, in hex."""
        ((digest,),) = self._rows("SELECT hash FROM journal WHERE seq = ?", (seq,))
        return bytes(digest).hex()

    def entry(self, seq: int) -> dict[str, Any]:
        """Return one entry as it was written."""
        ((body,),) = self._rows("SELECT body FROM journal WHERE seq = ?", (seq,))
        found: dict[str, Any] = json.loads(body)
        return found


def _stack(row: Sequence[Any]) -> KnownStack:
    name, file, sha256, encoding, headings, fields, *rest = row
    return KnownStack(
        name, file, sha256, encoding, tuple(json.loads(headings)), tuple(json.loads(fields)), *rest
    )
