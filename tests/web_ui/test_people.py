"""The desk of people: who may read, what is shown, and the report of certificates."""

import csv
import io
from dataclasses import replace

import pytest
from markupsafe import escape

from tests.web_ui.client import HOSTILE, token_in
from tests.web_ui.fakes import SOK
from tests.web_ui.people_desk import BASE, PIN, REGISTRAR, Desk
from tests.web_ui.people_fakes import (
    LY_FACTS,
    ROWS,
    SOK_FACTS,
    STORY,
)
from tests.web_ui.register_fakes import AKM
from web_ui.people import listed
from web_ui.people_paper import COLUMNS
from web_ui.people_work import person_of

SOKS = person_of(SOK.number)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize(
    "path",
    ["/people", SOKS, "/people/new", "/people/certificates", "/people/certificates.csv"],
)
def test_a_stranger_reads_nothing_and_nothing_is_asked_for_one(desk: Desk, path: str) -> None:
    answer = desk.app.test_client().get(path, base_url=BASE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert len(desk.people.asked) == 1, "the registrar's own first page"
    assert not desk.people.seen


def test_a_stranger_signs_nothing(desk: Desk) -> None:
    stranger = desk.app.test_client()
    token = token_in(stranger.get("/", base_url=BASE).text)
    for path in ("/people/new", "/people/person/hold"):
        told = {"token": token, "pin": PIN, "number": SOK.number, "why": "x"}
        assert stranger.post(path, data=told, base_url=BASE).headers["Location"] == "/"
    assert desk.service.signed == []


def test_a_form_without_its_token_signs_nothing(desk: Desk) -> None:
    told = {"pin": PIN, "number": SOK.number, "why": "x"}
    answer = desk.browser.post("/people/person/hold", data=told, base_url=BASE)
    assert answer.status_code == 403
    assert desk.service.signed == []


def test_who_may_only_see_the_bay_is_shown_no_people() -> None:
    desk = Desk("bay")
    assert desk.get().headers["Location"] == "/"
    assert "/people" not in desk.get("/").text
    assert desk.people.asked == []


def test_the_kiosk_is_told_who_asks_and_its_refusal_is_shown(desk: Desk) -> None:
    assert desk.people.asked[-1][0] == REGISTRAR.number
    desk.people.reason = "wrong_role"
    for path in ("/people", SOKS, "/people/certificates", "/people/certificates.csv"):
        answer = desk.get(path)
        assert answer.status_code == 403
        assert "អ្នកគ្មានសិទ្ធិ" in answer.text
        assert SOK.name_km not in answer.text


def test_a_silent_kiosk_is_said_to_be_silent(desk: Desk) -> None:
    desk.people.silent = True
    for path in ("/people", SOKS, "/people/certificates", "/people/certificates.csv"):
        assert desk.get(path).status_code == 503


def test_a_list_shows_everybody_with_their_papers_and_what_is_wrong(desk: Desk) -> None:
    html = desk.get().text
    for text in (SOK.number, SOK.name_km, SOK_FACTS.unit, SOK_FACTS.post, "12-0301"):
        assert text in html
    assert html.count("data-found=") == len(ROWS)
    assert str(escape("Old <b>Hand</b>")) in html
    assert "Old <b>Hand</b>" not in html
    assert "គ្មានវិញ្ញាបនបត្រ" in html
    assert "22/12/2026" in html, "the last day of a certificate"


def test_a_list_is_narrowed_down_and_paged(desk: Desk) -> None:
    desk.people.at_once = 1
    html = desk.get("/people?show=expiring&unit=U1&post=P1&role=chief&days=30").text
    asked = desk.people.asked[-1][1]
    assert (asked.show, asked.unit, asked.post, asked.role, asked.days) == (
        "expiring", "U1", "P1", "chief", 30,
    )  # fmt: skip
    assert str(escape(listed(asked, after="12-0099"))) in html
    second = desk.get(listed(asked, after="12-0099"))
    assert desk.people.asked[-1] == (REGISTRAR.number, asked, "12-0099")
    assert str(escape(listed(asked))) in second.text, "and back to the first"


def test_what_no_list_can_be_narrowed_down_to_is_passed_over(desk: Desk) -> None:
    desk.get("/people?show=all%20of%20them&role=king&days=-1&after=" + "x" * 5000)
    _, asked, after = desk.people.asked[-1]
    assert (asked.show, asked.role, asked.days, len(after)) == ("serving", "", 60, 400)
    desk.get("/people?days=99999999999999999")
    assert desk.people.asked[-1][1].days == 60


def test_one_who_is_found_is_opened_at_once(desk: Desk) -> None:
    answer = desk.get(f"/people?q={SOK.number}")
    assert (answer.status_code, answer.headers["Location"]) == (303, SOKS)


def test_a_person_is_shown_whole_and_no_badge_in_full(desk: Desk) -> None:
    html = desk.get(SOKS).text
    for text in (
        SOK.name, SOK.rank, SOK_FACTS.post, "0454-ក", "វគ្គ 11 ថ្ងៃ", "JSAC", "M-7", AKM.number,
        "…0077", "…0186", "C1, C2", "ចាន់ តារា", "a.later_kind",
    ):  # fmt: skip
        assert text in html, text
    assert html.count("data-badge=") == 3
    assert html.count("data-line=") == len(STORY)
    assert 'class="late"' in html, "a weapon that is overdue"


def test_a_number_nobody_has_is_said_and_not_an_error(desk: Desk) -> None:
    for number in ("nobody", *HOSTILE):
        answer = desk.get(person_of(number))
        assert answer.status_code == 404
        assert str(escape(number)) in answer.text


def test_the_paper_has_the_untrained_first_and_the_totals(desk: Desk) -> None:
    desk.people.at_once = 1
    html = desk.get("/people/certificates").text
    places = [html.index(f'data-found="{number}"') for number in ("12-0301", SOK.number, "12-0099")]
    assert places == sorted(places)
    assert '<dd class="figures">3</dd>' in html
    assert "22/12/2026" in html


@pytest.mark.promise("P12")
def test_the_export_is_byte_for_byte_and_the_guarded_one_computes_nothing(desk: Desk) -> None:
    answer = desk.get("/people/certificates.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="certificates.csv"'
    header, *rows = csv.reader(io.StringIO(answer.get_data(as_text=True), newline=""))
    assert tuple(header) == COLUMNS
    assert len(rows) == 4, "one a certificate, and one for each who has none"
    by_number = {row[0]: row for row in rows}
    assert by_number["12-0301"][1] == LY_FACTS.name == '=HYPERLINK("http://x")'
    assert by_number["12-0301"][-2:] == ["none", "pistol"]
    soks = [row for row in rows if row[0] == SOK.number]
    assert [row[7:] for row in soks] == [
        ["rifle", "0454-ក", "វគ្គ 11 ថ្ងៃ", "2024-12-22", "JSAC", "2026-12-22", "valid", ""],
        ["pistol", "", "", "", "", "2026-11-21", "expired", ""],
    ]
    guarded = desk.get("/people/certificates.csv?guarded").get_data(as_text=True)
    cells = [cell for row in csv.reader(io.StringIO(guarded, newline="")) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert f"'{LY_FACTS.name}" in cells


def test_words_of_strangers_stay_words(desk: Desk) -> None:
    for evil in HOSTILE:
        facts = replace(SOK_FACTS, name=evil, unit=evil, post=evil, rank=evil)
        desk.people.rows = (replace(ROWS[2], facts=facts), ROWS[0])
        for path in ("/people", SOKS, "/people/certificates"):
            html = desk.get(path).text
            if any(sign in evil for sign in "<'\""):
                assert evil not in html
