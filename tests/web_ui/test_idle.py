"""The page at rest: what it counts is weapons, and the figures add up."""

import re
from dataclasses import replace

from kiosk.service.views import BayView
from tests.web_ui.client import client_of
from tests.web_ui.fakes import FakeService, positions, view_of


def figures(view: BayView) -> dict[str, int]:
    """Return the figures of the tiles, by what they count."""
    html = client_of(FakeService(view)).get("/").text
    shown = re.findall(r'data-weapons="(\w+)">(\d+)', html)
    return {word: int(figure) for word, figure in shown}


def belonging(view: BayView) -> int:
    """Return how many weapons the page says belong here."""
    html = client_of(FakeService(view)).get("/").text
    (found,) = re.findall(r"<small> / (\d+)</small>", html)
    return int(found)


def test_the_figures_add_up_to_the_weapons_of_the_bay() -> None:
    """One position of the sample has no weapon, and is in doubt as well: it is not counted."""
    doubted = tuple(
        replace(place, state="doubt") if place.id in {"R2-12", "R1-04", "R1-05"} else place
        for place in positions()
    )
    view = view_of(positions=doubted)
    assert figures(view) == {"in": 19, "out": 1, "doubt": 3}
    assert belonging(view) == sum(figures(view).values()) == 23


def test_the_overdue_are_told_as_a_part_of_those_that_are_out() -> None:
    html = client_of(FakeService(view_of())).get("/").text
    assert '<span class="late" data-overdue><b class="figures">1</b>' in html
    in_time = tuple(replace(place, overdue=False) for place in positions())
    assert "data-overdue" not in client_of(FakeService(view_of(positions=in_time))).get("/").text


def test_a_missing_weapon_has_a_tile_of_its_own_only_while_one_is_missing() -> None:
    gone = tuple(
        replace(place, state="missing") if place.id == "R1-02" else place for place in positions()
    )
    assert "missing" not in figures(view_of())
    assert figures(view_of(positions=gone)) == {"in": 19, "out": 2, "doubt": 1, "missing": 1}
