"""Plots: what is drawn is what was measured, and who cannot see it hears it."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from web_ui.plots import HEIGHT, WIDTH, Plot, Series, ceiling, figures, svg

SVG = ET.Element


def drawn(*series: Series, days: tuple[str, ...] = (), khmer: bool = False) -> SVG:
    names = days or tuple(f"{day:02}/11" for day in range(1, len(series[0].values) + 1))
    plot = Plot("p", "Title & more", "newest 3", names, series, khmer)
    return ET.fromstring(str(svg(plot)))  # noqa: S314 - our own drawing


def tags(found: SVG, name: str) -> list[SVG]:
    return [each for each in found.iter() if each.tag == name]


def test_a_plot_is_one_picture_with_a_title_and_a_description() -> None:
    found = drawn(Series("out", (1, 2, 3)))
    assert found.get("role") == "img"
    title, said = found[0], found[1]
    assert (title.tag, title.text, said.tag, said.text) == (
        "title",
        "Title & more",
        "desc",
        "newest 3",
    )
    assert found.get("aria-labelledby") == f"{title.get('id')} {said.get('id')}"


def test_a_bar_is_as_high_as_its_value_and_says_it() -> None:
    bars = tags(drawn(Series("out", (0, 20, 40), "bad")), "rect")
    assert [bar.get("class") for bar in bars] == ["bad", "bad"], "nothing is drawn for none"
    half, whole = (int(bar.get("height", "")) for bar in bars)
    assert (half, whole) == (94, 188)
    assert [bar[0].text for bar in bars] == ["02/11 · out 20", "03/11 · out 40"]


def test_a_line_ends_in_a_point_that_says_the_newest_value() -> None:
    found = drawn(Series("in", (4, 8, 2), line=True))
    (line,), (point,) = tags(found, "polyline"), tags(found, "circle")
    heights = [int(pair.split(",")[1]) for pair in (line.get("points") or "").split()]
    assert heights[1] < heights[0] < heights[2], "up is more"
    assert point[0].text == "03/11 · in 2"


def test_bars_beside_each_other_do_not_cover_each_other() -> None:
    bars = tags(drawn(Series("a", (5,)), Series("b", (5,), "bad")), "rect")
    (left, wide), (right, _) = ((float(x.get("x", "")), float(x.get("width", ""))) for x in bars)
    assert right >= left + wide - 0.2


@pytest.mark.parametrize("many", [1, 7, 30, 90, 365])
def test_everything_stays_inside_and_days_can_be_read(many: int) -> None:
    values = tuple(range(many))
    found = drawn(Series("a", values), Series("b", values, line=True))
    for bar in tags(found, "rect"):
        assert 0 <= float(bar.get("x", "")) <= WIDTH - float(bar.get("width", ""))
        assert 0 <= int(bar.get("y", "")) <= HEIGHT
    days = [text for text in tags(found, "text") if text.get("class") == "day"]
    assert 1 <= len(days) <= 8
    places = [float(text.get("x", "")) for text in days]
    assert all(after - before >= 60 for before, after in pairwise(places))


def test_figures_are_khmer_when_that_is_asked_for_and_only_there() -> None:
    found = drawn(Series("a", (12,)), khmer=True)
    words = " ".join(each.text or "" for each in found.iter() if each.text)
    assert "១២" in words
    assert not re.search(r"[0-9]", words)
    assert re.fullmatch(r"[0-9.]+", tags(found, "rect")[0].get("height", ""))
    assert figures("R1-04", khmer=False) == "R1-04"


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 4), (4, 4), (5, 8), (9, 20), (41, 80), (412, 800), (999_999, 2_000_000)],
)
def test_a_scale_ends_with_a_round_number_that_reaches(highest: int, top: int) -> None:
    assert ceiling(highest) == top


def test_what_is_named_like_markup_stays_a_name() -> None:
    found = drawn(Series("<script>", (1,)), days=("<b>",))
    assert tags(found, "script") == []
    assert tags(found, "rect")[0][0].text == "<b> · <script> 1"


def test_nothing_at_all_is_an_empty_plot() -> None:
    found = ET.fromstring(str(svg(Plot("p", "t", "", (), (Series("a", (), line=True),)))))  # noqa: S314 - as above
    assert tags(found, "rect") == tags(found, "polyline") == []
