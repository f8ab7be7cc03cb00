"""How frozen dataclasses are spelled as plain JSON data, and read back by their annotations.

Below every room: the journal and the wire both speak it, and neither knows the other. Fields may be
text, integers, booleans, StrEnums, dataclasses, tuples and mappings of those, or None.

A field that may be one of several dataclasses says which: each of them has a ClassVar `TAG`, its
wire name for ever, which is spelled first, as `tag`.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]


class Misspelled(ValueError):
    """Plain data that is no value of the kind that was expected."""


def plain(value: object) -> object:
    """Return a value as plain data, fields in the order they are declared."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is tuple:
        return [item if type(item) in _AS_IT_IS else plain(item) for item in value]  # type: ignore[attr-defined]  # it is a tuple
    names = _names(kind)
    if names is not None:
        return {
            name: item if type(item) in _AS_IT_IS else plain(item)
            for name in names
            for item in (getattr(value, name),)
        }
    if kind in _tagged:
        return {TAG: kind.TAG, **{name: plain(getattr(value, name)) for name in _tagged[kind]}}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value


_AS_IT_IS = frozenset({str, int, bool, NoneType})

TAG = "tag"
"""How the field is called that says which of several a value is."""

_named: dict[type[Any], tuple[str, ...] | None] = {}
_tagged: dict[type[Any], tuple[str, ...]] = {}


def _names(kind: type[Any]) -> tuple[str, ...] | None:
    """Return the fields of a dataclass, looked up once; None for anything else.

    Also for one with a tag, whose fields are kept beside: the many others cost nothing more.
    """
    if kind not in _named:
        named = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
        if named is not None and hasattr(kind, "TAG"):
            assert TAG not in named, f"a field of {kind.__name__} would hide its tag"
            _tagged[kind], named = named, None
        _named[kind] = named
    return _named[kind]


def thing(kind: type[Any], record: Mapping[str, Any], **given: object) -> Any:  # noqa: ANN401 - of `kind`
    """Return plain data as a value of `kind`; `given` fields are taken as they are.

    Raises:
        Misspelled: a field is missing or is not of its kind. Fields nobody knows are passed over.
    """
    try:
        own = {
            name: value if type(value) is as_it_is else read(value)
            for name, as_it_is, read in _readers(kind)
            if name in record and name not in given
            for value in (record[name],)
        }
        return kind(**given, **own)
    except (TypeError, KeyError, AttributeError, ValueError) as wrong:
        raise Misspelled(f"not a {kind.__name__}: {wrong}") from wrong


_known: dict[type[Any], tuple[tuple[str, object, Reader], ...]] = {}


def _readers(kind: type[Any]) -> tuple[tuple[str, object, Reader], ...]:
    """Return how each field of a dataclass is read back, by its annotation.

    The middle one is the type whose values need no reading: most fields are text and numbers, and
    a picture of the bay has hundreds of them.
    """
    if kind not in _known:
        hints = get_type_hints(kind)
        known = []
        for field in fields(kind):
            hint = hints[field.name]
            bare = getattr(hint, "__supertype__", hint)
            known.append((field.name, bare if bare in _AS_IT_IS else None, _reader(hint)))
        _known[kind] = tuple(known)
    return _known[kind]


def _reader(hint: Any) -> Reader:  # noqa: ANN401, PLR0911 - annotations are values of any type, and one return a kind
    origin = get_origin(hint)
    if hint is Any:  # a change to the policy: policy_from checks it against its field
        return lambda value: value
    if origin in (Union, UnionType):
        inner = _one_of([arg for arg in get_args(hint) if arg is not NoneType])
        if NoneType not in get_args(hint):
            return inner
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_of(get_args(hint))
    if origin is not None and issubclass(origin, Mapping):
        item = _reader(get_args(hint)[1])
        return lambda values: {key: item(value) for key, value in _of(dict, values).items()}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if is_dataclass(hint):
        return lambda record: thing(hint, _of(dict, record))  # type: ignore[arg-type]  # is_dataclass
    plain_kind = getattr(hint, "__supertype__", hint)
    return lambda value: _of(plain_kind, value)


def _tuple_of(args: tuple[Any, ...]) -> Reader:
    """Return what reads a tuple: of any number of one kind, or of so many, each of its own kind."""
    items = [_reader(arg) for arg in args if arg is not Ellipsis]
    if Ellipsis in args:
        return lambda values: tuple(items[0](value) for value in _of(list, values))
    return lambda values: tuple(
        item(value) for item, value in zip(items, _of(list, values), strict=True)
    )


def _one_of(kinds: list[Any]) -> Reader:
    """Return what reads a value of one of several dataclasses, by its tag; of one kind, that."""
    if len(kinds) == 1:
        return _reader(kinds[0])
    readers = {kind.TAG: _reader(kind) for kind in kinds}
    assert len(readers) == len(kinds), "two kinds share a tag"
    return lambda record: readers[_of(str, _of(dict, record)[TAG])](record)


def _of(kind: type[Any], value: Any) -> Any:  # noqa: ANN401 - checked here, typed by the caller
    if type(value) is not kind:
        raise Misspelled(f"expected {kind.__name__}, not {value!r}")
    return value
