"""Questions of those who look for a thing: by any number or name, by any part of one, page by page.

Read-only. The catalogue (`registry.filing`) is looked through from its first leaf to its last; a
page ends as soon as it is full, and the next one goes on behind its last thing.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kiosk.registry.leaves import KINDS, OFFICER, WEAPON, Leaf, Sort, place_of, thing_at
from kiosk.registry.queries import Asked
from kiosk.registry.tags_table import TAGS_OF, tags_in
from kiosk.rules.folding import folded, look_alike, respelled
from kiosk.rules.things import WeaponNumber

LONGEST = 64
"""Letters of what is looked for; the rest is cut off: no number and no name is longer. Ours."""

_LEAVES_AT_ONCE = 128
_FROM = "SELECT leaf, lines FROM catalogue WHERE of = ? AND leaf >= ? ORDER BY leaf LIMIT ?"
_BEHIND = "SELECT leaf, lines FROM catalogue WHERE of = ? AND leaf > ? ORDER BY leaf LIMIT ?"
_NEEDLES = 4
"""Keys that are looked for at once: the one, its look-alike, and two of its other spellings. Each
costs some 10 ms for 206,122 weapons and as many cards here."""

_CARD = (
    "SELECT seq, card.number, card.serial, fate, weapon, row, file"
    " FROM card LEFT JOIN card_stack ON card.stack = begun WHERE seq = ?"
)
_PLACED = f"""
    SELECT weapon.number, weapon.name, weapon.type, weapon.serial, weapon.calibre,
        weapon.condition, weapon.serial_status, inside.position, home.position, custody.holder,
        custody.since_ms, custody.due_ms, missing.weapon, doubt.cause, {TAGS_OF}
    FROM weapon
    LEFT JOIN inside ON inside.weapon = weapon.number
    LEFT JOIN home ON home.weapon = weapon.number
    LEFT JOIN custody ON custody.weapon = weapon.number
    LEFT JOIN missing ON missing.weapon = weapon.number
    LEFT JOIN doubt ON doubt.position = coalesce(inside.position, home.position)
"""  # noqa: S608 - our own words
_OWNERS = "SELECT officer FROM badge WHERE badge = ? AND officer <> '' ORDER BY kind"
_HELD = "SELECT weapon FROM custody WHERE holder = ? ORDER BY weapon LIMIT ?"
_HELD_SHOWN = 50


class WrongCursor(ValueError):
    """A place to go on from that no answer of ours has named."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. `id`: a registration or officer number, or a card's entry."""

    of: str
    id: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of what was found. `after`: where the next one begins, empty when there is none."""

    found: tuple[Hit, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class PlacedWeapon:
    """A weapon and where the book has it. `state`: in, out, missing, doubt or empty (no place).

    `position`: where it stands, or its home; times in wall milliseconds.
    """

    number: str
    name: str
    type: str
    serial: str
    calibre: str
    condition: str
    state: str
    position: str = ""
    holder: str = ""
    since_ms: int = 0
    due_ms: int = 0
    serial_status: str = "clear"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledCard:
    """A paper card: the entry it is in, and what its row says."""

    seq: int
    number: str
    serial: str
    fate: str
    weapon: str
    row: int
    file: str


class Search(Asked):
    """What is asked by who looks for something. A reading connection of its own; any thread."""

    def ready(self) -> bool:
        """Return whether the book has a catalogue; an older one gets it when a kiosk opens it."""
        has_catalogue = self._rows("SELECT 1 FROM sqlite_schema WHERE name = 'catalogue'")
        has_marks = self._rows("SELECT 1 FROM sqlite_schema WHERE name = 'mark'")
        return bool(has_catalogue and has_marks)

    def find(self, text: str, after: str = "", limit: int = 50, kind: str = "") -> Hits:
        """Return a page of what is called so: exact ones first, then parts, then look-alikes.

        A badge finds its officer and a position its weapon, if it is given whole.

        Args:
            text: what is looked for, as it was typed or scanned.
            after: `Hits.after` of the page before; empty for the first.
            limit: how many to a page.
            kind: only things of this kind (`leaves.KINDS`), or all when it is empty.

        Raises:
            WrongCursor: `after` was not given by an answer.
        """
        key = folded(text[:LONGEST])
        kinds = tuple(of for of in KINDS if kind in ("", of))
        if not key or not kinds:
            return Hits()
        words = _words(key)
        if after:
            return self._page(words, kinds, limit, _cursor(after))
        few = list(islice(self._scan(words, kinds), limit + 1))
        if len(few) > limit:
            page = self._page(words, kinds, limit)
        else:
            page = Hits(tuple(sorted(few, key=lambda hit: hit.sort)))
        led = self._led_to(text.strip(), key, kinds)
        rest = (hit for hit in page.found if (hit.of, hit.id) not in {(x.of, x.id) for x in led})
        return Hits((*led, *rest), page.after)

    def weapons_after(self, number: str = "", limit: int = 50) -> tuple[PlacedWeapon, ...]:
        """Return a page of the register: the weapons behind a number, in order of number."""
        rows = self._rows(
            f"{_PLACED} WHERE weapon.number > ? ORDER BY weapon.number LIMIT ?", (number, limit)
        )
        return tuple(map(_placed, rows))

    def weapon(self, number: str) -> PlacedWeapon | None:
        """Return one weapon, and where the book has it."""
        rows = self._rows(f"{_PLACED} WHERE weapon.number = ?", (number,))
        return _placed(rows[0]) if rows else None

    def card(self, seq: int) -> FiledCard | None:
        """Return one card by the number of its entry."""
        rows = self._rows(_CARD, (seq,))
        if not rows:
            return None
        seq, number, serial, fate, weapon, row, file = rows[0]
        return FiledCard(seq, number, serial, fate, weapon, row, file or "")

    def held_by(self, officer: str) -> tuple[WeaponNumber, ...]:
        """Return the weapons an officer holds, the first fifty."""
        rows = self._rows(_HELD, (officer, _HELD_SHOWN))
        return tuple(WeaponNumber(number) for (number,) in rows)

    def _page(
        self,
        words: Sequence[bytes],
        kinds: tuple[str, ...],
        limit: int,
        cursor: Hit | None = None,
    ) -> Hits:
        """Return a page by sorts: first what is exact, then what is a part, then look-alikes."""
        found: list[Hit] = []
        for sort in Sort if cursor is None else tuple(Sort)[cursor.sort :]:
            behind = cursor if cursor is not None and cursor.sort is sort else None
            needles = {Sort.EXACT: [_framed(words[0])], Sort.PART: words[:1], Sort.ALIKE: words}
            hits = self._scan(needles[sort], kinds, behind, words)
            found += islice((hit for hit in hits if hit.sort is sort), limit + 1 - len(found))
            if len(found) > limit:
                last = found[limit - 1]
                return Hits(tuple(found[:limit]), json.dumps([int(last.sort), last.of, last.id]))
        return Hits(tuple(found))

    def _scan(
        self,
        needles: Sequence[bytes],
        kinds: tuple[str, ...],
        behind: Hit | None = None,
        words: Sequence[bytes] = (),
    ) -> Iterator[Hit]:
        """Look through the leaves that have a needle in them; tells what fits `words` there."""
        key, *others = words or needles
        for of in kinds[kinds.index(behind.of) if behind is not None else 0 :]:
            begin, name = ("", "") if behind is None or behind.of != of else _place(behind)
            for leaf, lines in self._leaves(of, begin):
                if any(needle in lines for needle in needles):
                    last = name if leaf == begin else ""
                    for found, sort in Leaf(lines).hits(key, others, last):
                        yield Hit(of, thing_at(of, leaf, found), sort)

    def _leaves(self, of: str, begin: str) -> Iterator[tuple[str, bytes]]:
        """Return the leaves from one on, in order, some at a time.

        Python looks for bytes three times as fast as SQLite's own instr() does (measured, 3.40).
        """
        run = self._rows(_FROM, (of, begin, _LEAVES_AT_ONCE))
        while run:
            yield from run
            full = len(run) == _LEAVES_AT_ONCE
            run = self._rows(_BEHIND, (of, run[-1][0], _LEAVES_AT_ONCE)) if full else []

    def _led_to(self, text: str, key: str, kinds: tuple[str, ...]) -> tuple[Hit, ...]:
        """Return what a whole badge or position leads to."""
        found: list[Hit] = []
        if OFFICER in kinds:
            rows = self._rows(_OWNERS, (text,))
            found += [Hit(OFFICER, officer, Sort.EXACT) for (officer,) in rows]
        if WEAPON in kinds:
            places = [place for (place,) in self._rows("SELECT id FROM position")]
            for place in places:
                if folded(place) == key:
                    rows = self._rows(
                        "SELECT weapon FROM inside WHERE position = ?1"
                        " UNION SELECT weapon FROM home WHERE position = ?1",
                        (place,),
                    )
                    found += [Hit(WEAPON, weapon, Sort.EXACT) for (weapon,) in rows]
        return tuple(dict.fromkeys(found))


def _words(key: str) -> list[bytes]:
    """Return what to look for: the key first, then what would be a suggestion."""
    alike = dict.fromkeys((key, look_alike(key), *respelled(key)))
    return [word.encode() for word in islice(alike, _NEEDLES)]


def _framed(key: bytes) -> bytes:
    """Return how a key ends on a leaf when it is a whole number or name, whatever stands before."""
    return key + b"\x1f"


def _place(hit: Hit) -> tuple[str, str]:
    return place_of(hit.of, hit.id)


def _cursor(after: str) -> Hit:
    try:
        sort, of, name = json.loads(after)
        hit = Hit(of, name, Sort(sort))
        if of not in KINDS or not isinstance(name, str):
            raise WrongCursor(after)
        _place(hit)
    except (ValueError, TypeError) as wrong:
        raise WrongCursor(after) from wrong
    return hit


def _placed(row: Sequence[Any]) -> PlacedWeapon:
    number, name, kind, serial, calibre, condition, serial_status = row[:7]
    inside, home, holder, since_ms, due_ms, missing, doubt, tags = row[7:]
    if doubt is not None:
        state = "doubt"
    elif inside is not None:
        state = "in"
    elif holder is not None:
        state = "out"
    else:
        state = "missing" if missing is not None else "empty"
    return PlacedWeapon(
        number,
        name,
        kind,
        serial,
        calibre,
        condition,
        state,
        position=inside or home or "",
        holder=holder or "",
        since_ms=since_ms or 0,
        due_ms=due_ms or 0,
        serial_status=serial_status,
        tags=tags_in(tags),
    )
