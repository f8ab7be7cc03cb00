"""TOML tables as dataclasses, key by key, so that every complaint names file, key and cure.

Where a table may be of several kinds, the field's type is a union of dataclasses that each have a
`KIND`, and the table's key `kind` chooses. A dataclass says what it does not accept by raising
`Unfit` while it is made.
"""

import errno
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

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


def table(hint: Any, raw: object, where: str) -> Any:  # noqa: ANN401 - a value of the type `hint`
    """Return a table as a value of a dataclass, or of the one in a union that its `kind` names.

    Raises:
        ConfigWrong: it is none; names the place, the key and what was expected.
    """
    if not isinstance(raw, dict):
        raise ConfigWrong(f"{where}: expected a table, not {raw!r}")
    kinds = _kinds(hint)
    if kinds:
        if "kind" not in raw:
            raise ConfigWrong(f"{where}, kind: is missing")
        one_of(raw["kind"], tuple(kinds), f"{where}, kind")
        hint, raw = kinds[raw["kind"]], {key: raw[key] for key in raw if key != "kind"}
    return _made(hint, raw, where, named=("kind",) if kinds else ())


def tables(hint: Any, raw: object, where: str) -> tuple[Any, ...]:  # noqa: ANN401 - the same
    """Return an array of tables; the first one is number 1 in complaints.

    Raises:
        ConfigWrong: it is none, or one of its tables is wrong.
    """
    if not isinstance(raw, list):
        raise ConfigWrong(
            f"{where}: expected tables that begin with {where.rsplit(maxsplit=1)[-1]}"
        )
    return tuple(table(hint, row, f"{where} {number}") for number, row in enumerate(raw, 1))


def one_of(value: object, allowed: tuple[str, ...], where: str) -> None:
    """Insist on one of some texts.

    Raises:
        ConfigWrong: it is none of them.
    """
    if value not in allowed:
        raise ConfigWrong(f"{where}: expected one of {', '.join(allowed)}, not {value!r}")


def listed(names: Iterable[str]) -> str:
    """Return names as a complaint lists them."""
    return ", ".join(names)


def _kinds(hint: Any) -> dict[str, type[Any]]:  # noqa: ANN401 - an annotation is a value of any type
    if get_origin(hint) is UnionType:
        return {member.KIND: member for member in get_args(hint)}
    return {hint.KIND: hint} if hasattr(hint, "KIND") else {}


def _made(kind: type[Any], raw: dict[str, Any], where: str, named: tuple[str, ...]) -> Any:  # noqa: ANN401 - a value of `kind`
    hints = {key.name: get_type_hints(kind)[key.name] for key in fields(kind)}
    for key in raw:
        if key not in hints:
            known = listed((*named, *hints))
            raise ConfigWrong(f"{where}, {key}: there is no such key; expected {known}")
    for field in fields(kind):
        if field.name not in raw and _needed(field):
            raise ConfigWrong(f"{where}, {field.name}: is missing")
    values = {key: _value(hints[key], raw[key], f"{where}, {key}") for key in raw}
    try:
        return kind(**values)
    except Unfit as unfit:
        raise ConfigWrong(f"{where}, {unfit.key}: {unfit.why}") from unfit


def _value(hint: Any, raw: object, where: str) -> object:  # noqa: ANN401 - an annotation is a value of any type
    if is_dataclass(hint) or get_origin(hint) is UnionType:
        return table(hint, raw, where)
    if any(ord(char) < ord(" ") for text in _texts(raw) for char in text):
        raise ConfigWrong(f"{where}: must not hold a control character")
    if hint in _LISTS:
        item, many = _LISTS[hint]
        if not isinstance(raw, list) or not all(type(each) is item for each in raw):
            raise ConfigWrong(f"{where}: expected a list of {many}, not {raw!r}")
        return tuple(raw)
    if hint in _EXPECTED and type(raw) is not hint:
        raise ConfigWrong(f"{where}: expected {_EXPECTED[hint]}, not {raw!r}")
    return raw


def _texts(raw: object) -> Iterable[str]:
    """Return the texts of a value: itself, or those of a list."""
    values = raw if isinstance(raw, list) else [raw]
    return [value for value in values if isinstance(value, str)]


def _needed(key: Field[Any]) -> bool:
    return key.default is MISSING and key.default_factory is MISSING
