"""The spelling of entries is for ever: what was written once reads the same and spells the same."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.rules import entries as e
from kiosk.rules.encoding import VERSION, Envelope, UnreadableEntry, decode, encode, prefix

KINDS: tuple[Any, ...] = get_args(e.Entry)
FIXTURE = Path(__file__).parent.parent / "fixtures" / "journal_v1.jsonl"
LINES = FIXTURE.read_bytes().splitlines()
NEWEST = {json.loads(line)["kind"]: line for line in LINES}
"""Of each kind the line with all its fields; those before it were written by older programs."""


def values_of(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - an annotation
    """Return values of whatever an annotation says."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return st.one_of(
            *(st.none() if arg is NoneType else values_of(arg) for arg in get_args(hint))
        )
    if origin is tuple:
        return st.lists(values_of(get_args(hint)[0]), max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{f.name: values_of(hints[f.name]) for f in fields(hint)})  # type: ignore[arg-type]  # is_dataclass
    kind = getattr(hint, "__supertype__", hint)
    if kind is str:
        return st.text(st.characters(exclude_categories=()), max_size=20)
    return st.booleans() if kind is bool else st.integers(-(2**63), 2**63)


def stands(old: Any, new: Any) -> bool:  # noqa: ANN401 - any JSON value at all
    """Return whether all that is old stands in what is new, in its order; new fields come last."""
    if isinstance(old, dict) and isinstance(new, dict):
        kept = [*new.items()][: len(old)]
        return [*old] == [name for name, _ in kept] and all(
            stands(value, after) for value, (_, after) in zip(old.values(), kept, strict=True)
        )
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(stands, old, new))
    return bool(old == new)


def test_the_fixture_has_a_line_of_every_kind() -> None:
    assert {json.loads(line)["kind"] for line in LINES} == {k.KIND for k in KINDS}
    assert len(KINDS) == 152


@pytest.mark.parametrize("line", LINES, ids=lambda line: json.loads(line)["kind"])
def test_a_line_of_the_first_version_reads_and_spells_the_same_for_ever(line: bytes) -> None:
    """Of a line that was written before its kind gained a field, what stands there stays so."""
    envelope, entry = decode(line)
    spelled = encode(entry, envelope)
    old, new = json.loads(line), json.loads(spelled)
    assert stands(old, new)
    assert line.startswith(prefix(envelope.seq))
    if line == NEWEST[old["kind"]]:
        assert spelled == line


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.KIND)
def test_every_entry_reads_back_as_it_was_written(kind: Any) -> None:  # noqa: ANN401 - a class of entry
    @settings(max_examples=25, deadline=None)
    @given(values_of(kind), values_of(Envelope))
    def every(entry: e.Entry, envelope: Envelope) -> None:
        line = encode(entry, envelope)
        assert b"\n" not in line
        assert decode(line) == (envelope, entry)
        assert encode(entry, envelope) == line
        as_python_would = json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":"))
        assert as_python_would.encode(errors="backslashreplace") == line

    every()


def test_half_a_surrogate_pair_has_a_spelling_too() -> None:
    """The pad speaks JSON, and JSON can say half a pair; it must not stop the book."""
    entry = e.Refused(decode(LINES[0])[1].at, "not_text", "a\ud800b")
    line = encode(entry, Envelope(1, "k", "s"))
    assert b'"a\\ud800b"' in line
    assert decode(line)[1] == entry


def test_fields_without_a_line_of_their_own_yet_take_their_default() -> None:
    """A line written before an entry gained a field."""
    line = LINES[[json.loads(line)["kind"] for line in LINES].index("pin.accepted")]
    record = json.loads(line)
    del record["office"]
    entry = decode(json.dumps(record).encode())[1]
    assert isinstance(entry, e.PinAccepted)
    assert entry.office is False


def test_a_field_of_a_later_version_is_passed_over() -> None:
    record = json.loads(LINES[0])
    assert decode(json.dumps({**record, "later": 1}).encode()) == decode(LINES[0])


def changed(**changes: object) -> bytes:
    """Return a good line with something wrong in it."""
    return json.dumps({**json.loads(LINES[0]), **changes}).encode()


WRONG = {
    "nothing": b"",
    "no object": b"[]",
    "a number": b"7",
    "half a line": LINES[0][:40],
    "no text": b'\xff\xfe{"v":1}',
    "other text": LINES[0].decode().encode("utf-16"),
    "no version": b"{}",
    "a version as a truth": changed(v=True),
    "version nought": changed(v=0),
    "a version as text": changed(v="1"),
    "an unknown kind": changed(kind="coffee.made"),
    "a kind that is a list": changed(kind=[]),
    "a float for a moment": changed(at=1.0),
    "a truth for a moment": changed(mono=True),
    "a number for a boot": changed(boot=7),
    "an unknown clock": changed(clock="sun"),
    "a float for a number": changed(seq=1.5),
    "a number for a kiosk": changed(kiosk=5),
    "nothing for a segment": changed(segment=None),
    "depth": b"[" * 100_000,
}


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG)
def test_what_is_no_entry_is_said_to_be_none(line: bytes) -> None:
    with pytest.raises(UnreadableEntry):
        decode(line)


def test_a_newer_version_is_named() -> None:
    with pytest.raises(UnreadableEntry, match=f"version {VERSION + 1} is newer"):
        decode(changed(v=VERSION + 1))


@given(st.binary())
def test_any_bytes_are_an_entry_or_said_to_be_none(line: bytes) -> None:
    with pytest.raises(UnreadableEntry):
        decode(line)


@pytest.mark.parametrize("line", LINES, ids=lambda line: json.loads(line)["kind"])
def test_a_field_that_is_missing_or_a_float_is_found_in_every_kind(line: bytes) -> None:
    record = json.loads(line)
    kind = next(kind for kind in KINDS if record["kind"] == kind.KIND)
    hints: Mapping[str, Any] = get_type_hints(kind)
    for each in fields(kind):
        if each.name == "at":
            continue
        wrong = {**record, each.name: 1.5}
        with pytest.raises(UnreadableEntry):
            decode(json.dumps(wrong).encode())
        assert hints[each.name] is not float
