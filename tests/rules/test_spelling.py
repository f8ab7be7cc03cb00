"""Plain data is read back by the annotations, and nothing is taken for what it is not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, NewType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.spelling import Misspelled, plain, thing

Tag = NewType("Tag", str)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    size: int


@dataclass(frozen=True)
class Whole:
    name: str
    count: int = 0
    good: bool = False
    tag: Tag = Tag("")
    colour: Colour = Colour.RED
    part: Part | None = None
    parts: tuple[Part, ...] = ()
    names: Mapping[str, int] = field(default_factory=dict)


WHOLE = Whole(
    "a", 3, good=True, tag=Tag("t"), part=Part(1), parts=(Part(2), Part(3)), names={"x": 1}
)  # fmt: skip
PLAIN = {
    "name": "a", "count": 3, "good": True, "tag": "t", "colour": "red", "part": {"size": 1},
    "parts": [{"size": 2}, {"size": 3}], "names": {"x": 1},
}  # fmt: skip


def test_a_value_is_spelled_plainly_and_read_back_the_same() -> None:
    assert plain(WHOLE) == PLAIN
    assert thing(Whole, PLAIN) == WHOLE


@dataclass(frozen=True)
class Joined:
    pair: tuple[Part, Whole] | None = None


def test_a_pair_of_two_kinds_is_read_back_each_as_its_own() -> None:
    """The page of a stand-to broke on the first pair: a weapon came back as a second person."""
    joined = Joined((Part(1), WHOLE))
    assert thing(Joined, json.loads(json.dumps(plain(joined)))) == joined
    for wrong in ([{"size": 1}], [{"size": 1}, PLAIN, PLAIN], [PLAIN, PLAIN]):
        with pytest.raises(Misspelled):
            thing(Joined, {"pair": wrong})


def test_a_class_is_no_value() -> None:
    assert plain(Part) is Part


def test_fields_nobody_knows_are_passed_over_and_missing_ones_take_their_default() -> None:
    assert thing(Whole, {"name": "a", "later": 1}) == Whole("a")


def test_given_fields_are_taken_as_they_are() -> None:
    assert thing(Whole, {"name": "a", "part": "x"}, part=Part(9)) == Whole("a", part=Part(9))


WRONG: list[dict[str, Any]] = [
    {},
    {"name": None},
    {"name": 1},
    {"name": "a", "count": 1.0},
    {"name": "a", "count": True},
    {"name": "a", "count": "1"},
    {"name": "a", "good": 1},
    {"name": "a", "tag": 5},
    {"name": "a", "colour": "blue"},
    {"name": "a", "colour": 1},
    {"name": "a", "part": []},
    {"name": "a", "part": {}},
    {"name": "a", "part": {"size": 1.5}},
    {"name": "a", "parts": {}},
    {"name": "a", "parts": None},
    {"name": "a", "parts": "ab"},
    {"name": "a", "parts": [None]},
    {"name": "a", "names": []},
    {"name": "a", "names": {"x": "1"}},
]


@pytest.mark.parametrize("record", WRONG, ids=repr)
def test_what_is_not_of_its_kind_is_misspelled(record: dict[str, Any]) -> None:
    with pytest.raises(Misspelled, match="not a "):
        thing(Whole, record)


@dataclass(frozen=True)
class Round:
    TAG: ClassVar[str] = "shape.round"
    radius: int
    colour: Colour = Colour.RED


@dataclass(frozen=True)
class Square:
    TAG: ClassVar[str] = "shape.square"
    radius: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Drawing:
    shape: Round | Square
    other: Round | Square | None = None
    more: tuple[Round | Square, ...] = ()
    plain: Round | None = None


ROUNDS = st.builds(Round, st.integers())
SHAPES = ROUNDS | st.builds(
    Square, st.integers(), st.lists(st.builds(Part, st.integers())).map(tuple)
)


@given(
    st.builds(Drawing, SHAPES, SHAPES | st.none(), st.lists(SHAPES).map(tuple), ROUNDS | st.none())
)
def test_one_of_several_kinds_says_which_it_is_and_is_read_back_as_that(drawing: Drawing) -> None:
    """Both have a radius: only their tags tell them apart."""
    spelled = plain(drawing)
    assert isinstance(spelled, dict)
    assert next(iter(spelled["shape"])) == "tag"
    assert spelled["shape"]["tag"] == drawing.shape.TAG
    assert thing(Drawing, spelled) == drawing


@pytest.mark.parametrize(
    "shape",
    [
        None,
        {},
        [],
        {"radius": 1},
        {"tag": "shape.oval", "radius": 1},
        {"tag": None, "radius": 1},
        {"tag": ["shape.round"], "radius": 1},
        {"tag": "shape.round"},
        {"tag": "shape.square", "radius": "1"},
    ],
    ids=repr,
)
def test_a_value_whose_tag_is_missing_or_unknown_is_misspelled(shape: object) -> None:
    with pytest.raises(Misspelled, match="not a Drawing"):
        thing(Drawing, {"shape": shape})
