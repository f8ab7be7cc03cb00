"""What is told of a view is read as that view, whoever knows what, and costs what it changed."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service.pictures import LATELY, Seen, SeenPictures, ToldPictures
from kiosk.service.views import BayView, PositionView, Stage, WeaponFace
from kiosk.spelling import Misspelled

PLACES = tuple(
    PositionView(f"A{place}", "R1", "A", "in", WeaponFace(f"{place:010}", "AK-47", f"S-{place}"))
    for place in range(50)
)
IDLE = BayView(Stage.IDLE, version=1, now_ms=5, now_mono=7, positions=PLACES)


def told(pictures: ToldPictures, view: BayView, known: Seen) -> dict[str, Any]:
    """Return what is told of a view, as it arrives."""
    answer: dict[str, Any] = json.loads(json.dumps(pictures.told(view, known.name)))
    return answer


def taken(view: BayView, place: int) -> BayView:
    """Return a view in which one weapon more is out."""
    places = [*view.positions]
    places[place] = replace(places[place], state="out")
    return replace(view, version=view.version + 1, positions=tuple(places))


def test_only_the_position_that_changed_is_told() -> None:
    kiosk, face = ToldPictures(), SeenPictures()
    face.view(told(kiosk, IDLE, face.newest), face.newest)
    answer = told(kiosk, taken(IDLE, 3), face.newest)
    assert list(answer["changed"]) == ["3"]
    assert answer["view"]["positions"] == []
    view = face.view(answer, face.newest)
    assert view == taken(IDLE, 3)
    assert view.positions[4] is face.newest.picture.positions[4]


def test_who_knows_the_picture_is_told_the_moment_alone() -> None:
    kiosk, face = ToldPictures(), SeenPictures()
    face.view(told(kiosk, IDLE, face.newest), face.newest)
    later = replace(IDLE, now_ms=2_005, now_mono=2_007, positions=tuple(map(replace, PLACES)))
    answer = told(kiosk, later, face.newest)
    assert set(answer) == {"picture", "now_ms", "now_mono"}
    assert face.view(answer, face.newest) == later


def test_who_knows_a_picture_of_long_ago_or_of_another_life_is_told_everything() -> None:
    kiosk, face, view = ToldPictures(), SeenPictures(), IDLE
    face.view(told(kiosk, view, face.newest), face.newest)
    for place in range(LATELY):
        view = taken(view, place)
        kiosk.told(view, "")
    answer = told(kiosk, view, face.newest)
    assert "since" not in answer
    assert face.view(answer, face.newest) == view
    assert face.view(told(ToldPictures(), IDLE, face.newest), face.newest) == IDLE


def test_a_bay_that_was_laid_anew_is_told_whole() -> None:
    kiosk, face = ToldPictures(), SeenPictures()
    face.view(told(kiosk, IDLE, face.newest), face.newest)
    larger = replace(IDLE, positions=(*PLACES, replace(PLACES[0], id="A50")))
    answer = told(kiosk, larger, face.newest)
    assert "since" not in answer
    assert face.view(answer, face.newest) == larger


def test_two_answers_that_crossed_are_each_read_with_what_their_asker_knew() -> None:
    kiosk, face = ToldPictures(), SeenPictures()
    face.view(told(kiosk, IDLE, face.newest), face.newest)
    known = face.newest
    one, two = taken(IDLE, 1), taken(taken(IDLE, 1), 2)
    nothing, first, second = (told(kiosk, view, known) for view in (IDLE, one, two))
    assert face.view(second, known) == two
    assert face.view(nothing, known) == IDLE
    assert face.view(first, known) == one
    assert face.view(told(kiosk, two, face.newest), face.newest) == two


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 49), st.booleans()), max_size=12))
def test_whatever_was_heard_and_missed_a_view_is_read_as_it_was_told(
    steps: list[tuple[int, int, bool]],
) -> None:
    """Three screens of one kiosk, each asking now and then."""
    kiosk, view = ToldPictures(), IDLE
    faces = [SeenPictures() for _ in range(3)]
    for who, place, asks in steps:
        view = taken(view, place)
        if asks:
            face = faces[who]
            assert face.view(told(kiosk, view, face.newest), face.newest) == view
        else:
            kiosk.told(view, "")


MOMENT = {"picture": "one", "now_ms": 1, "now_mono": 1}
WHOLE = {"stage": "idle"}


@pytest.mark.parametrize(
    "answer",
    [
        {},
        MOMENT,
        {**MOMENT, "view": {"stage": "dreaming"}},
        {**MOMENT, "view": []},
        {**MOMENT, "now_mono": "soon", "view": WHOLE},
        {**MOMENT, "now_ms": None, "view": WHOLE},
        {**MOMENT, "since": "another", "changed": {}, "view": WHOLE},
        {**MOMENT, "since": "", "view": WHOLE},
        {**MOMENT, "since": "", "changed": [], "view": WHOLE},
        {**MOMENT, "since": "", "changed": {"0": {"id": "A1"}}, "view": WHOLE},
    ],
)
def test_what_tells_no_view_is_misspelled(answer: dict[str, object]) -> None:
    face = SeenPictures()
    with pytest.raises(Misspelled):
        face.view(answer, face.newest)
