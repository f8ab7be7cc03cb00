"""A kiosk.toml beside another one: what would change, table by table and key by key.

A table of an array goes by its name, so that moving one changes nothing. What a key is called that
must not be shown stands in `HIDDEN`; such a value is kept as a short sum alone.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256

from kiosk.config.settings import Settings
from kiosk.rules.rungs import Ladder

Flat = Mapping[str, Mapping[str, str]]
"""Every table by how it is called, with its keys and what they say, as text."""

HIDDEN = frozenset({"key_file", "key_number", "application", "client_uid"})
"""Keys that tell where a secret is, or what it is for: compared, and never shown."""

POLICY = "[policy]"

_ARRAYS = {
    "reader": ("readers", "name"),
    "uhf": ("uhfs", "name"),
    "cable": ("cables", "id"),
    "presence": ("presences", "position"),
    "light": ("lights", "position"),
    "input": ("inputs", "name"),
}
"""Each array of tables: the field that has it, and what a table goes by."""

_PLACES = frozenset({"folder", "socket"})

_TABLES = (
    "kiosk", "siren", "buzzer", "lamp", "arming", "i2c", "ammeter", "clock", "witness",
    "printer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would change.

    `table`: as complaints call it, `[kiosk]` or `[[reader]] door`. `key`: empty where the whole
    table is new or gone, and then `was` or `becomes` is what kind it is of, or `there`. `hidden`:
    neither value is shown. `chief`: it is a rule of custody, and the chief is asked about it.
    """

    table: str
    key: str
    was: str
    becomes: str
    hidden: bool = False

    @property
    def chief(self) -> bool:
        """Whether an alarm calls the chief at the first start with it."""
        return self.table == POLICY


def flat(settings: Settings) -> dict[str, dict[str, str]]:
    """Return what a kiosk.toml says, as texts; a secret as a sum by which it can be compared."""
    found: dict[str, dict[str, str]] = {}
    for key in _TABLES:
        part = getattr(settings, key)
        if part is not None:
            found[f"[{key}]"] = dict(_keys(part))
    found[POLICY] = dict(_keys(settings.policy))
    for key, (field, name) in _ARRAYS.items():
        for row in getattr(settings, field):
            found[f"[[{key}]] {getattr(row, name)}"] = dict(_keys(row))
    return found


def digest(settings: Settings) -> str:
    """Return what a book is told of a kiosk.toml, its policy apart, which has a digest of its own.

    16 hexadecimal digits. Comments do not count, nor does where on a disk the book and its socket
    are: a book that was put elsewhere is the same one.
    """
    tables = {name: keys for name, keys in flat(settings).items() if name != POLICY}
    kiosk = tables["[kiosk]"]
    tables["[kiosk]"] = {key: said for key, said in kiosk.items() if key not in _PLACES}
    return sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()[:16]


def changes(before: Flat, after: Flat) -> tuple[Change, ...]:
    """Return what becomes other, in the order of the tables."""
    return tuple(_changes(before, after))


def _changes(before: Flat, after: Flat) -> Iterator[Change]:
    for table in dict.fromkeys([*before, *after]):
        was, becomes = before.get(table), after.get(table)
        if was is None or becomes is None:
            yield Change(table, "", _kind(was), _kind(becomes))
            continue
        for key in dict.fromkeys([*was, *becomes]):
            one, other = was.get(key, ""), becomes.get(key, "")
            if one != other:
                hidden = key.rpartition(", ")[2] in HIDDEN
                yield Change(table, key, "" if hidden else one, "" if hidden else other, hidden)


def _kind(table: Mapping[str, str] | None) -> str:
    """Return of what kind a table is, or nothing where there is none."""
    return "" if table is None else table.get("kind", "there")


def _keys(part: object, begins: str = "") -> Iterator[tuple[str, str]]:
    """Yield every key of a table, those of tables inside it behind the key that they stand at."""
    if hasattr(part, "KIND"):
        yield f"{begins}kind", part.KIND
    assert is_dataclass(part), "every table of kiosk.toml is one"
    for field in fields(part):
        value = getattr(part, field.name)
        if is_dataclass(value):
            yield from _keys(value, f"{begins}{field.name}, ")
        else:
            text = _said(value)
            yield f"{begins}{field.name}", _sum(text) if field.name in HIDDEN else text


def _said(value: object) -> str:
    """Return a value as people read it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Ladder):
        rungs = ", ".join(
            f"{rung.tells} {rung.after_min} min{' with an alarm' if rung.alarm else ''}"
            for rung in value.rungs
        )
        of = (_said(value.missions) or "every mission", _said(value.ranks) or "every rank")
        return f"{', '.join(of)}: {rungs}"
    if isinstance(value, tuple):
        return ("; " if value and isinstance(value[0], Ladder) else " ").join(map(_said, value))
    return str(value)


def _sum(text: str) -> str:
    """Return a short sum of a secret, by which nobody can tell what it is."""
    return sha256(text.encode()).hexdigest()[:8] if text else ""
