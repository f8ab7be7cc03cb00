"""How an entry is spelled: the exact bytes that are hashed, stored twice and never made again.

One JSON object in UTF-8 without spaces: first the envelope (`v seq kiosk segment kind at mono boot
clock`, in this order), then the entry's own fields in the order they are declared. Integers, text,
booleans, null, lists and objects; never a float.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, NamedTuple, get_args

from kiosk.rules.entries import CardImported, Entry
from kiosk.rules.things import Moment
from kiosk.spelling import plain, thing

VERSION = 1
"""Version of the envelope. Readers accept every version ever written."""

_spell_any = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain).encode
"""Text, numbers, tuples and StrEnums are JSON as they are; what is not is made `plain`."""

_ENVELOPE = {"v", "seq", "kiosk", "segment", "kind", "at", "mono", "boot", "clock"}


class UnreadableEntry(ValueError):
    """Bytes that are no entry of ours: wrong JSON, unknown kind or version, missing field."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where an entry stands: `seq` counts from 1 over all segments of one kiosk."""

    seq: int
    kiosk: str
    segment: str


def prefix(seq: int) -> bytes:
    """Return how the bytes of entry number `seq` begin; cheap to check without parsing."""
    return b'{"v":%d,"seq":%d,' % (VERSION, seq)


def encode(entry: Entry, envelope: Envelope) -> bytes:
    """Return the one spelling of an entry.

    Half a surrogate pair is no UTF-8 and is spelled as JSON escapes it: all text has a spelling.
    """
    if type(entry) is CardImported:
        own = _card(entry)
    else:
        _, form, values = _OWN_FIELDS[entry.KIND]
        own = form % tuple([_SPELL.get(type(value), _spell)(value) for value in values(entry)[2:]])
    begins = _beginning(envelope.kiosk, envelope.segment, entry.KIND, entry.at)
    spelled = f'{{"v":{VERSION},"seq":{envelope.seq},{begins},{own}'
    return spelled.encode(errors="backslashreplace")


def _card(card: CardImported) -> str:
    """Return a card's own fields as the others' are spelled, in a third of the time.

    They come by the hundred thousand; a test holds this against the declared fields.
    """
    text = encode_basestring
    return (
        f'"stack":{text(card.stack)},"row":{card.row},"card":{text(card.card)},'
        f'"serial":{text(card.serial)},"fate":"{card.fate}","weapon":{text(card.weapon)},'
        f'"cells":{text(card.cells)},"doubts":{_spell_items(card.doubts)},'
        f'"readings":{_spell_items(card.readings)}}}'
    )


def _spell(value: object) -> str:
    """Return a value as JSON; the names of enumerations are text."""
    return encode_basestring(value) if isinstance(value, str) else _spell_any(value)


def _spell_items(items: tuple[object, ...]) -> str:
    return _spell_any(items) if items else "[]"


_SPELL: dict[type[Any], Callable[[Any], str]] = {
    str: encode_basestring,
    int: int.__repr__,
    tuple: _spell_items,
}
"""What most fields are, spelled by what `_spell_any` would come to in the end, in half the time."""


@lru_cache(maxsize=4)
def _beginning(kiosk: str, segment: str, kind: str, at: Moment) -> str:
    """Return what the entries of one kind and moment have in common: many cards come at once."""
    common = {
        "kiosk": kiosk,
        "segment": segment,
        "kind": kind,
        "at": at.wall_ms,
        "mono": at.mono_ms,
        "boot": at.boot,
        "clock": at.clock,
    }
    return _spell_any(common)[1:-1]


def decode(line: bytes) -> tuple[Envelope, Entry]:
    """Return what some bytes of the journal say.

    Raises:
        UnreadableEntry: they are no entry that any version of this program wrote.
    """
    try:
        record = json.loads(line.decode())
        _check_version(record["v"])
        moment = thing(Moment, {name: record[key] for name, key in _MOMENT})
        return thing(Envelope, record), thing(_BY_KIND[record["kind"]], record, at=moment)
    except UnreadableEntry:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise UnreadableEntry(f"not an entry: {wrong!r}") from wrong


def _check_version(version: object) -> None:
    if type(version) is not int or version < VERSION:
        raise UnreadableEntry(f"no entry format version: {version!r}")
    if version > VERSION:
        raise UnreadableEntry(f"entry format version {version} is newer than this program")


_MOMENT = (("wall_ms", "at"), ("mono_ms", "mono"), ("boot", "boot"), ("clock", "clock"))

_BY_KIND: dict[str, Any] = {kind.KIND: kind for kind in get_args(Entry)}


class _Own(NamedTuple):
    """A kind's own fields: their names, how they are spelled, and what reads them all at once."""

    names: tuple[str, ...]
    form: str
    values: Callable[[object], tuple[object, ...]]
    """Returns KIND and `at` before them: one attribute alone would come back without a tuple."""


def _own(kind: type[Any]) -> _Own:
    names = tuple(field.name for field in fields(kind) if field.name != "at")
    form = ",".join(f'"{name}":%s' for name in names)
    return _Own(names, f"{form}}}", attrgetter("KIND", "at", *names))


_OWN_FIELDS = {kind.KIND: _own(kind) for kind in get_args(Entry)}

assert len(_BY_KIND) == len(get_args(Entry)), "two kinds of entry share a wire name"
assert not any(_ENVELOPE & set(names) for names, _, _ in _OWN_FIELDS.values())
assert all(names for names, _, _ in _OWN_FIELDS.values()), "an entry says nothing of its own"
