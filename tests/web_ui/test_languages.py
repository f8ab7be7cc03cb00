"""Buttons and headings in both languages, and times as people read them."""

import re
from pathlib import Path

import pytest

import web_ui
from tests.web_ui.fakes import NOON_MS
from web_ui.languages import LANGUAGES, Calendar, Words, other_than, words_in

TEMPLATES = sorted((Path(web_ui.__file__).parent / "templates").rglob("*.html"))
KHMER = re.compile(r"[\u1780-\u17ff]")
PLACE = re.compile(r"\{(\w+)\}")


def both() -> tuple[Words, Words]:
    return words_in("km"), words_in("en")


def test_both_languages_have_the_same_words() -> None:
    khmer, english = both()
    assert khmer.keys() == english.keys()


def test_every_word_has_the_same_places_in_both() -> None:
    khmer, english = both()
    differ = [
        key
        for key in khmer.keys()  # noqa: SIM118 - a method of ours, this is no mapping
        if set(PLACE.findall(khmer(key))) != set(PLACE.findall(english(key)))
    ]
    assert differ == []


def test_khmer_words_are_khmer() -> None:
    khmer, _ = both()
    latin = {key for key in khmer.keys() if not KHMER.search(khmer(key))}  # noqa: SIM118 - as above
    assert latin == {"button.language", "weapons.page"}


def test_every_word_a_page_asks_for_was_written() -> None:
    asked = {
        key
        for path in TEMPLATES
        for key in re.findall(r"\b[wv]\(['\"]([a-z_.0-9]+)['\"][,)]", path.read_text("utf-8"))
    }
    khmer, _ = both()
    assert len(asked) > 80
    assert asked <= khmer.keys()


def test_a_word_nobody_wrote_is_a_hole_and_says_so() -> None:
    with pytest.raises(KeyError):
        words_in("km")("no.such_word")
    assert words_in("km").or_plain("kind.a_later_kind", "a_later_kind") == "a_later_kind"


def test_khmer_comes_first_and_unknown_languages_are_khmer() -> None:
    assert LANGUAGES == ("km", "en")
    assert words_in("fr").language == "km"
    assert (other_than("km"), other_than("en")) == ("en", "km")


def test_times_are_told_where_the_warehouse_stands() -> None:
    calendar = Calendar(420)
    assert calendar.clock(NOON_MS) == "14:05"
    assert calendar.seconds(NOON_MS + 9_000) == "14:05:09"
    assert Calendar(0).clock(NOON_MS) == "07:05"


def test_a_moment_of_another_day_says_which() -> None:
    calendar = Calendar(420)
    assert calendar.since(NOON_MS - 60_000, NOON_MS) == "14:04"
    assert calendar.since(NOON_MS - 86_400_000, NOON_MS) == "21/11 14:05"


def test_a_clock_that_believes_it_is_1970_is_shown_as_it_is() -> None:
    assert Calendar(420).clock(0) == "07:00"


def test_days_are_written_as_each_language_writes_them() -> None:
    calendar = Calendar(420)
    assert calendar.day(NOON_MS, words_in("en")) == "22 November 2026"
    assert calendar.day(NOON_MS, words_in("km")) == "ថ្ងៃទី22 ខែវិច្ឆិកា ឆ្នាំ2026"
