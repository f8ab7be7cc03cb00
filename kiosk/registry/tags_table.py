"""The UHF tags of weapons: the table that follows from the entries, and how they move it.

A tag is found by its key and kept as it was written (P12). One that two weapons claim would be the
first one's: the rules refuse the second claim, and the key of the table stands behind them.
"""

import sqlite3
from collections.abc import Sequence

from kiosk.rules import entries as e
from kiosk.rules.tags import tag_key
from kiosk.rules.things import Weapon

TAG_TABLES: dict[str, tuple[str, ...]] = {
    # `place`: in which order the tags of one weapon were given.
    "weapon_tag": (
        """
        CREATE TABLE weapon_tag (
            key TEXT PRIMARY KEY,
            tag TEXT NOT NULL,
            weapon TEXT NOT NULL,
            place INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX weapon_tag_by_weapon ON weapon_tag (weapon, place)",
    ),
}
"""The table, and how it begins."""

TAGS_OF = (
    "(SELECT group_concat(tag, ' ') FROM"
    " (SELECT tag FROM weapon_tag WHERE weapon_tag.weapon = weapon.number ORDER BY place))"
)
"""The tags of a row of `weapon`, with spaces between: there are none in a tag."""

CLAIMS = "SELECT key, weapon FROM weapon_tag WHERE key IN (SELECT value FROM json_each(?))"
TAGGED = "SELECT DISTINCT weapon FROM weapon_tag WHERE weapon IN (SELECT value FROM json_each(?))"

_TAKEN_OFF = "DELETE FROM weapon_tag WHERE weapon = ?"
_GIVEN = "INSERT OR IGNORE INTO weapon_tag VALUES (?, ?, ?, ?)"
_GIVEN_LAST = (
    "INSERT OR IGNORE INTO weapon_tag"
    " SELECT ?, ?, ?, coalesce(max(place) + 1, 0) FROM weapon_tag WHERE weapon = ?3"
)


def claimed(tables: sqlite3.Connection, weapon: Weapon) -> None:
    """Let a weapon have the tags that stand in its facts, and no others."""
    tables.execute(_TAKEN_OFF, (weapon.number,))
    tables.executemany(
        _GIVEN,
        ((tag_key(tag), tag, weapon.number, place) for place, tag in enumerate(weapon.tags)),
    )


def tagged(tables: sqlite3.Connection, entry: e.WeaponTagged) -> None:
    """Let a weapon have one more tag."""
    tables.execute(_GIVEN_LAST, (tag_key(entry.tag), entry.tag, entry.weapon))


def tags_in(concatenated: str | None) -> tuple[str, ...]:
    """Return the tags that `TAGS_OF` told."""
    return tuple((concatenated or "").split())


def given(tables: sqlite3.Connection, weapon: str) -> Sequence[str]:
    """Return the tags of one weapon, in the order in which they were given."""
    rows = tables.execute("SELECT tag FROM weapon_tag WHERE weapon = ? ORDER BY place", (weapon,))
    return [tag for (tag,) in rows]
