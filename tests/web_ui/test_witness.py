"""What was heard by radio on the pages of a count: beside it, grey where nothing is known."""

from dataclasses import replace

import pytest

from kiosk.service.views import AlarmView
from kiosk.service.witness_view import WitnessView
from tests.web_ui.fakes import DIFFERENCES, LAST, NOON_MS, count_of, view_of
from tests.web_ui.test_counts import Desk, at_choose, touched
from tests.web_ui.witness_fakes import HEARD, HEARD_ALONE, LAST_HEARD, LISTENED, WITNESS
from web_ui import counting
from web_ui.languages import words_in

SAID = ("uncounted", "unheard", "unknown", "silent")


def leaves(view: object, pages: int) -> str:
    """Return all pages of the list somebody signs for."""
    _, browser = touched(view)  # type: ignore[arg-type]  # it is a view of this app
    return "".join(browser.get(f"/?show=counts&page={page}").text for page in range(1, pages + 1))


@pytest.mark.parametrize("language", ["km", "en"])
def test_each_thing_that_was_heard_has_a_sentence_of_what_it_is_worth(language: str) -> None:
    words = words_in(language)
    for said in (*SAID, "listened"):
        assert words(f"counts.witness.{said}")
        assert words(f"counts.witness.{said}_means")
    assert "proves nothing" in words_in("en")("counts.witness.unheard_means")
    assert "no weapon that was seen" in words_in("en")("counts.witness.uncounted_means")


def test_what_people_saw_stands_first_and_what_was_heard_behind_it() -> None:
    rows = counting.rows(HEARD)
    assert [row.difference for row in rows[: len(DIFFERENCES)]] == [*DIFFERENCES]
    assert [row.said for row in rows[len(DIFFERENCES) :]] == [*SAID]
    assert (rows[4].named, rows[4].more) == (WITNESS.uncounted[0].serial, 1)
    bare = replace(WITNESS, uncounted=WITNESS.uncounted[1:])
    assert counting.rows(replace(HEARD, witness=bare))[4].named == "1030000747"


def test_a_count_that_agrees_says_so_before_what_was_heard() -> None:
    assert [row.said for row in counting.rows(HEARD_ALONE)] == ["agrees", *SAID]
    html = leaves(at_choose("custodian", count=HEARD_ALONE), 3)
    for said in ("agrees", *SAID):
        assert f'data-heard="{said}"' in html
    assert "អានស្លាកមិនបាន មិនបញ្ជាក់អ្វីទេ។" in html
    assert "form-sign_count" in html, "the witness closes nothing, nor does it keep it open"


@pytest.mark.promise("P7")
def test_a_module_that_heard_all_there_is_says_nothing_at_the_racks() -> None:
    """Not that all was heard: what it did not hear nobody knows."""
    assert counting.rows(LISTENED) == ()
    html = leaves(at_choose("custodian", count=LISTENED), 1)
    assert "data-heard" not in html
    assert "រាប់បានដូចសៀវភៅ" in html


def test_the_chief_reads_every_weapon_and_module_beside_the_count() -> None:
    html = Desk(view_of(count=HEARD, last_count=LAST)).get()
    for one in (*WITNESS.uncounted, *WITNESS.unheard):
        assert (one.serial or one.number) in html
    assert 'class="deaf" data-heard="silent"' in html
    assert "antenna of rack 2" in html
    assert html.count("data-heard") == len(SAID) + 1


def test_the_chief_reads_it_beside_the_newest_certificate_too() -> None:
    html = Desk(view_of(last_count=LAST_HEARD)).get()
    assert html.count("data-heard") == len(SAID) + 1
    plain = Desk(view_of(count=count_of("sign"), last_count=LAST)).get()
    assert "data-heard" not in plain


def test_a_tag_that_was_heard_elsewhere_calls_the_chief_and_nobody_at_the_bay() -> None:
    alarm = AlarmView("heard", "1030000747", NOON_MS)
    html = Desk(view_of(alarms=(alarm,))).get()
    assert "1030000747" in html
    assert 'href="/answer"' in html
    at_the_bay = touched(view_of(alarms=(alarm,)))[1].get("/").text
    assert "1030000747" not in at_the_bay


def test_one_that_nothing_was_heard_beside_looks_as_it_always_did() -> None:
    assert counting.rows(replace(HEARD, witness=None)) == tuple(
        counting.Row(difference=one) for one in DIFFERENCES
    )
    assert counting.rows_on_a_page(replace(HEARD, witness=None)) == 3
    assert WitnessView().unknown == 0
