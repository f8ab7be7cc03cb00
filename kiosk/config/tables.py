"""TOML tables as dataclasses, key by key, so that every complaint names file, key and cure.

Where a table may be of several kinds, the field's type is a union of dataclasses that each have a
`KIND`, and the table's key `kind` chooses. A dataclass says what it does not accept by raising
`Unfit` while it is made.
"""

import errno
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from kiosk.config.places import RAISED, Complaints, Place
from kiosk.rules.broken import ConfigWrong

_UNREAD = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "a part of its path is no folder",
    errno.EISDIR: "it is a folder; expected a file",
    errno.EACCES: "this account may not read it",
}

_EXPECTED: Mapping[type[Any], str] = {str: "text", int: "a whole number", bool: "true or false"}
_LISTS: Mapping[Any, tuple[type[Any], str]] = {
    tuple[str, ...]: (str, "texts"),
    tuple[int, ...]: (int, "whole numbers"),
}


class Unfit(Exception):
    """A value that its own kind of table does not accept: which key, and what was expected."""

    def __init__(self, key: str, why: str) -> None:
        """Keep both; where the table stands is known to whoever reads it."""
        super().__init__(f"{key}: {why}")
        self.key, self.why = key, why


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file as plain data.

    Raises:
        ConfigWrong: it is not there, or is no TOML; says in which line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad puts a BOM before it
    except OSError as gone:
        why = _UNREAD.get(gone.errno or 0, gone.strerror)
        raise ConfigWrong(f"{path}: cannot be read: {why}") from gone
    except UnicodeDecodeError as wrong:
        raise ConfigWrong(
            f"{path}: is not UTF-8 at byte {wrong.start}: save it as UTF-8"
        ) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise ConfigWrong(f"{path}: is not TOML: {wrong}") from wrong
    except (ValueError, RecursionError) as wrong:  # a number of 5,000 digits, 3,000 brackets
        raise ConfigWrong(
            f"{path}: is no configuration: a value in it is beyond all bounds"
        ) from wrong


def table(hint: Any, raw: object, where: Place, complaints: Complaints = RAISED) -> Any:  # noqa: ANN401 - a value of the type `hint`
    """Return a table as a value of a dataclass, or of the one in a union that its `kind` names.

    Where complaints are kept, a table that has one is None.

    Raises:
        ConfigWrong: it is none; names the place, the key and what was expected.
    """
    if not isinstance(raw, dict):
        complaints.add(where, f"expected a table, not {raw!r}")
        return None
    kinds = _kinds(hint)
    if kinds:
        if "kind" not in raw:
            complaints.add(where.at("kind"), "is missing")
            return None
        if raw["kind"] not in tuple(kinds):
            expected = f"expected one of {listed(kinds)}, not {raw['kind']!r}"
            complaints.add(where.at("kind"), expected)
            return None
        hint, raw = kinds[raw["kind"]], {key: raw[key] for key in raw if key != "kind"}
    return _made(hint, raw, where, complaints, named=("kind",) if kinds else ())


def tables(
    hint: Any,  # noqa: ANN401 - an annotation is a value of any type
    raw: object,
    where: Place,
    complaints: Complaints = RAISED,
) -> tuple[Any, ...]:
    """Return an array of tables; the first one is number 1 in complaints.

    Where complaints are kept, each table that has one is None.

    Raises:
        ConfigWrong: it is none, or one of its tables is wrong.
    """
    if not isinstance(raw, list):
        begin = where.said.rsplit(maxsplit=1)[-1]
        complaints.add(where, f"expected tables that begin with {begin}")
        return ()
    rows = enumerate(raw, 1)
    return tuple(table(hint, row, where.row(number), complaints) for number, row in rows)


def listed(names: Iterable[str]) -> str:
    """Return names as a complaint lists them."""
    return ", ".join(names)


def _kinds(hint: Any) -> dict[str, type[Any]]:  # noqa: ANN401 - an annotation is a value of any type
    if get_origin(hint) is UnionType:
        return {member.KIND: member for member in get_args(hint)}
    return {hint.KIND: hint} if hasattr(hint, "KIND") else {}


def _made(
    kind: type[Any],
    raw: dict[str, Any],
    where: Place,
    complaints: Complaints,
    named: tuple[str, ...],
) -> Any:  # noqa: ANN401 - a value of `kind`
    before = len(complaints.kept)
    hints = {key.name: get_type_hints(kind)[key.name] for key in fields(kind)}
    for key in raw:
        if key not in hints:
            known = listed((*named, *hints))
            complaints.add(where.at(key), f"there is no such key; expected {known}")
    for field in fields(kind):
        if field.name not in raw and _needed(field):
            complaints.add(where.at(field.name), "is missing")
    values = {
        key: _value(hints[key], raw[key], where.at(key), complaints) for key in raw if key in hints
    }
    if len(complaints.kept) > before:
        return None
    needed = {field.name for field in fields(kind) if _needed(field)}
    return _fitting(kind, values, needed, where, complaints)


def _fitting(
    kind: type[Any],
    values: dict[str, object],
    needed: Collection[str],
    where: Place,
    complaints: Complaints,
) -> Any:  # noqa: ANN401 - a value of `kind`
    """Return a value of a kind that accepts these; None if it did not.

    Where complaints are kept, what is not accepted is left out, so that what else is wrong is said
    too. A value that cannot be left out is the last one that is said.
    """
    try:
        return kind(**values)
    except Unfit as wrong:
        unfit = wrong
    complaints.add(where.at(unfit.key), unfit.why)
    if unfit.key in values.keys() - needed:
        rest = {key: value for key, value in values.items() if key != unfit.key}
        _fitting(kind, rest, needed, where, complaints)
    return None


def _value(hint: Any, raw: object, where: Place, complaints: Complaints) -> object:  # noqa: ANN401 - an annotation is a value of any type
    if is_dataclass(hint) or get_origin(hint) is UnionType:
        return table(hint, raw, where, complaints)
    if any(ord(char) < ord(" ") for text in _texts(raw) for char in text):
        complaints.add(where, "must not hold a control character")
        return None
    if hint in _LISTS:
        item, many = _LISTS[hint]
        if not isinstance(raw, list) or not all(type(each) is item for each in raw):
            complaints.add(where, f"expected a list of {many}, not {raw!r}")
            return None
        return tuple(raw)
    if hint in _EXPECTED and type(raw) is not hint:
        complaints.add(where, f"expected {_EXPECTED[hint]}, not {raw!r}")
        return None
    return raw


def _texts(raw: object) -> Iterable[str]:
    """Return the texts of a value: itself, or those of a list."""
    values = raw if isinstance(raw, list) else [raw]
    return [value for value in values if isinstance(value, str)]


def _needed(key: Field[Any]) -> bool:
    return key.default is MISSING and key.default_factory is MISSING
