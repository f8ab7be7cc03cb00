"""Which column of a list holds what: guessed, shown, remembered as TOML, and changed by hand."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kiosk.cards.reading.headings import FIELDS, guessed
from kiosk.cards.table_file import TableWrong
from kiosk.registry.files import write_whole

_BEGINNING = """\
# Which column of the list holds what. On the left the heading, as it stands in the list; on the
# right the field, or "" for a column that is carried along unread. Fields:
# {fields}
"""
_NEEDED = ("card", "serial")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A field for each column. `limon` names the columns that are Limon; None: look at them."""

    fields: tuple[str, ...]
    limon: tuple[int, ...] | None = None


def map_for(path: Path, headings: Sequence[str], given: Path | None, kept: Path) -> ColumnMap:
    """Return how the columns of a list are read: as told, as remembered, or as guessed.

    Args:
        path: the list, for the sentence.
        headings: its first row.
        given: a map that somebody wrote, or None.
        kept: the folder in which maps are remembered.

    Raises:
        TableWrong: the map does not fit the list, or nothing in the list names a card or a serial.
        OSError: the map cannot be read.
    """
    remembered = kept / f"{_key(headings)}.toml"
    source = given if given is not None else remembered if remembered.exists() else None
    found = _read(source, headings) if source is not None else ColumnMap(guessed(headings))
    if not set(_NEEDED) & set(found.fields):
        raise TableWrong(
            f"{path}: no column names a card or a serial. The first row is"
            f" {', '.join(map(repr, headings[:12]))}. Is it the heading? Say which column is what"
            " with --map"
        )
    return found


def remember(headings: Sequence[str], found: ColumnMap, kept: Path) -> Path:
    """Keep a map for the next list with these headings; return where.

    Raises:
        OSError: the disk does not take it.
    """
    kept.mkdir(mode=0o750, parents=True, exist_ok=True)
    place = kept / f"{_key(headings)}.toml"
    write_whole(place, spelled(headings, found).encode())
    return place


def spelled(headings: Sequence[str], found: ColumnMap) -> str:
    """Return a map as TOML."""
    text = _BEGINNING.format(fields=" ".join(FIELDS))
    text += "\n[columns]\n" + "".join(
        f"{_quoted(heading)} = {_quoted(name)}\n"
        for heading, name in zip(headings, found.fields, strict=True)
    )
    if found.limon is not None:
        names = ", ".join(_quoted(headings[place]) for place in found.limon)
        text += f"\n[read]\nlimon = [{names}]\n"
    return text


def _key(headings: Sequence[str]) -> str:
    return sha256("\x1f".join(headings).encode(errors="backslashreplace")).hexdigest()[:16]


def _quoted(text: str) -> str:
    """Return a text as a TOML basic string, which is JSON's but for the DEL sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read(path: Path, headings: Sequence[str]) -> ColumnMap:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise TableWrong(f"{path}: is no TOML ({wrong})") from wrong
    columns = document.get("columns")
    if not isinstance(columns, dict):
        raise TableWrong(f"{path}: expected a table [columns]")
    for heading, name in columns.items():
        if heading not in headings:
            raise TableWrong(f"{path}: the list has no column {heading!r}")
        if name not in {"", *FIELDS}:
            raise TableWrong(f"{path}: there is no field {name!r}; expected {', '.join(FIELDS)}")
    fields = tuple(str(columns.get(heading, "")) for heading in headings)
    for name in filter(None, fields):
        if fields.count(name) > 1:
            raise TableWrong(f"{path}: two columns are {name!r}")
    return ColumnMap(fields, _limon(path, document, headings))


def _limon(
    path: Path, document: dict[str, object], headings: Sequence[str]
) -> tuple[int, ...] | None:
    read = document.get("read", {})
    names = read.get("limon") if isinstance(read, dict) else None
    if names is None:
        return None
    if not isinstance(names, list) or not set(names) <= set(headings):
        raise TableWrong(f"{path}: read.limon must list headings of the list")
    return tuple(place for place, heading in enumerate(headings) if heading in names)
