"""Which column of a list holds what: guessed, shown, remembered as TOML, and changed by hand."""

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kiosk.cards.reading.headings import FIELDS, guessed
from kiosk.cards.table_file import TableWrong
from kiosk.registry.files import write_whole

_BEGINNING = """\
# Which column of the list holds what. On the left the heading, as it stands in the list; on the
# right the field, or "" for a column that is carried along unread; a heading that stands above
# several columns has a list of them. Fields:
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
    found, _ = proposed(path, headings, given, kept)
    if not set(_NEEDED) & set(found.fields):
        raise TableWrong(
            f"{path}: no column names a card or a serial. The first row is"
            f" {', '.join(map(repr, headings[:12]))}. Is it the heading? Say which column is what"
            " with --map",
            "no_columns",
        )
    return found


def proposed(
    path: Path, headings: Sequence[str], given: Path | None, kept: Path
) -> tuple[ColumnMap, bool]:
    """Return a map that may lack what is needed, and whether it was remembered. As `map_for`."""
    for heading in headings:
        if _is_broken(heading):
            shown = heading.encode(errors="surrogateescape").decode(errors="backslashreplace")
            raise TableWrong(
                f"{path}: the heading '{shown}' has bytes that are no text. Mend the first row",
                "broken_heading",
            )
    remembered = kept / f"{_key(headings)}.toml"
    if given is not None:
        return _read(given, headings), False
    if remembered.exists():
        return _read(remembered, headings), True
    return ColumnMap(guessed(headings)), False


def _is_broken(heading: str) -> bool:
    """Return whether a heading has bytes that were no text."""
    try:
        heading.encode()
    except UnicodeEncodeError:
        return True
    return False


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
    text = _BEGINNING.format(fields=" ".join(FIELDS)) + "\n[columns]\n"
    for heading in dict.fromkeys(headings):
        names = [_quoted(found.fields[place]) for place in _places(heading, headings)]
        text += f"{_quoted(heading)} = {names[0] if len(names) == 1 else _row(names)}\n"
    if found.limon is not None:
        columns = (
            _quoted(headings[place]) if headings.count(headings[place]) == 1 else str(place + 1)
            for place in found.limon
        )
        text += f"\n[read]\nlimon = {_row(columns)}\n"
    return text


def _row(names: Iterable[str]) -> str:
    return f"[{', '.join(names)}]"


def _places(heading: str, headings: Sequence[str]) -> list[int]:
    return [place for place, one in enumerate(headings) if one == heading]


def _key(headings: Sequence[str]) -> str:
    return sha256("\x1f".join(headings).encode(errors="backslashreplace")).hexdigest()[:16]


def _quoted(text: str) -> str:
    """Return a text as a TOML basic string, which is JSON's but for the DEL sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read(path: Path, headings: Sequence[str]) -> ColumnMap:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise TableWrong(f"{path}: is no TOML ({wrong})", "wrong_map") from wrong
    columns = document.get("columns")
    if not isinstance(columns, dict):
        raise TableWrong(f"{path}: expected a table [columns]", "wrong_map")
    fields = [""] * len(headings)
    for heading, said in columns.items():
        places = _places(heading, headings)
        if not places:
            raise TableWrong(f"{path}: the list has no column {heading!r}", "wrong_map")
        names = said if isinstance(said, list) else [said] * len(places)
        if len(names) != len(places):
            raise TableWrong(
                f"{path}: {heading!r} stands above {len(places)} columns; expected as many fields",
                "wrong_map",
            )
        for place, name in zip(places, names, strict=True):
            if not isinstance(name, str) or name not in {"", *FIELDS}:
                raise TableWrong(
                    f"{path}: there is no field {name!r}; expected {', '.join(FIELDS)}",
                    "wrong_map",
                )
            fields[place] = name
    for name in filter(None, fields):
        if fields.count(name) > 1:
            raise TableWrong(f"{path}: two columns are {name!r}", "wrong_map")
    return ColumnMap(tuple(fields), _limon(path, document, headings))


def _limon(
    path: Path, document: dict[str, object], headings: Sequence[str]
) -> tuple[int, ...] | None:
    read = document.get("read", {})
    names = read.get("limon") if isinstance(read, dict) else None
    if names is None:
        return None
    known = {*headings, *range(1, len(headings) + 1)}
    if not isinstance(names, list) or not all(
        type(name) in {str, int} and name in known for name in names
    ):
        raise TableWrong(
            f"{path}: read.limon must list headings of the list, or numbers of its columns",
            "wrong_map",
        )
    return tuple(
        place for place, heading in enumerate(headings) if heading in names or place + 1 in names
    )
