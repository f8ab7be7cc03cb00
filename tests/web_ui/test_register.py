"""The register's pages: who may read, what is found, the life of a weapon, and bad questions."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from kiosk.service.protocol import OfficePass
from tests.web_ui.client import HOSTILE, token_in
from tests.web_ui.fakes import FakeClock, FakeService, view_of
from tests.web_ui.register_fakes import AKM, LIFE, LIKE, THINGS, FakeRegister
from web_ui.office import create_office
from web_ui.register import RegisterDesk, searched, story_of

BASE = "https://localhost"
REGISTRAR = OfficePass(
    granted=True, number="12-0500", name="Ros Maly", role="registrar", desks=("register",)
)


class Desk:
    """An office with one registrar at its register."""

    def __init__(self, *desks: str) -> None:
        self.service, self.register = FakeService(view_of()), FakeRegister()
        self.service.passes["12-0500", "135790"] = replace(REGISTRAR, desks=desks or ("register",))
        self.app = create_office(
            self.service, desks=(RegisterDesk(self.register),), clock=FakeClock()
        )
        self.browser: FlaskClient = self.app.test_client()
        login = self.browser.get("/", base_url=BASE).text
        fields = {"token": token_in(login), "number": "12-0500", "pin": "135790"}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303

    def get(self, path: str = "/register") -> TestResponse:
        return self.browser.get(path, base_url=BASE)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("path", ["/register", "/register?q=56", story_of(AKM.number)])
def test_a_stranger_reads_nothing_and_nothing_is_asked_for_one(desk: Desk, path: str) -> None:
    answer = desk.app.test_client().get(path, base_url=BASE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert not desk.register.asked
    assert not desk.register.told


def test_a_registrar_comes_to_the_register_and_sees_nothing_of_the_bay(desk: Desk) -> None:
    answer = desk.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/register")
    assert desk.get("/live").status_code == 403
    assert desk.get("/answer").headers["Location"] == "/"
    assert 'href="/"' not in desk.get().text


def test_who_may_only_see_the_bay_is_shown_no_register() -> None:
    desk = Desk("bay")
    assert desk.get().headers["Location"] == "/"
    assert "/register" not in desk.get("/").text
    assert desk.register.asked == []


def test_a_chief_finds_the_way_there_and_back() -> None:
    desk = Desk("bay", "register")
    assert 'href="/register"' in desk.get("/").text
    assert 'href="/"' in desk.get().text


def test_the_kiosk_is_told_who_asks_and_its_refusal_is_shown(desk: Desk) -> None:
    """The page decides nothing: a role that was taken away is refused by the kiosk at once."""
    assert desk.get("/register?q=56").status_code == 200
    assert desk.register.asked[-1][0] == REGISTRAR.number
    desk.register.reason = "wrong_role"
    for path in ("/register?q=56", story_of(AKM.number)):
        answer = desk.get(path)
        assert answer.status_code == 403
        assert "អ្នកគ្មានសិទ្ធិ" in answer.text
        assert AKM.name not in answer.text


def test_everything_that_was_found_is_shown_with_its_numbers_byte_for_byte(desk: Desk) -> None:
    html = desk.get().text
    for number in (AKM.number, AKM.serial, LIKE.serial, "C000182", "2374051", "12-0417"):
        assert number in html
    assert str(escape("ប័ណ្ណ <2006>.csv")) in html
    assert html.count("data-found=") == len(THINGS)
    assert html.index(LIKE.serial) > html.index("12-0417"), "what looks like it stands last, apart"
    assert "មើលទៅស្រដៀង" in html


def test_one_scanned_weapon_is_opened_at_once(desk: Desk) -> None:
    exact = replace(THINGS[0], sort="exact")
    desk.register.things = (exact,)
    answer = desk.get(f"/register?q={AKM.number}")
    assert (answer.status_code, answer.headers["Location"]) == (303, story_of(AKM.number))
    desk.register.things = (exact, THINGS[3])
    assert desk.get(f"/register?q={AKM.number}").status_code == 200, "two are to be chosen from"
    desk.register.things = (THINGS[0],)
    assert desk.get(f"/register?q={AKM.number}").status_code == 200, "a part is no scan"


def test_a_search_goes_on_page_by_page_within_its_kind(desk: Desk) -> None:
    desk.register.at_once = 2
    first = desk.get("/register?q=1010000&kind=weapon").text
    following = str(escape(searched(q="1010000", kind="weapon", after="2")))
    assert following in first
    second = desk.get("/register?q=1010000&kind=weapon&after=2").text
    assert desk.register.asked[-1] == (REGISTRAR.number, "1010000", "2", "weapon")
    assert 'rel="next"' not in second
    assert str(escape(searched(q="1010000", kind="weapon"))) in second, "and back to the first"


def test_nothing_found_says_what_to_do(desk: Desk) -> None:
    html = desk.get("/register?q=nowhere").text
    assert "រកមិនឃើញ" in html
    assert 'value="nowhere"' in html


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_is_asked_for_comes_back_harmless(desk: Desk, hostile: str) -> None:
    for field in ("q", "kind", "after", "number", "before"):
        for path in ("/register", "/register/weapon"):
            answer = desk.browser.get(path, query_string={field: hostile}, base_url=BASE)
            assert answer.status_code in {200, 303, 404}
            assert not {"<", '"', "'"} & set(hostile) or hostile not in answer.text
            assert "49" not in answer.text.partition('name="q"')[2][:200]


def test_a_question_that_is_too_long_is_cut_and_an_unknown_kind_is_all(desk: Desk) -> None:
    desk.get(f"/register?q={'7' * 500}&kind=everything")
    assert desk.register.asked[-1] == (REGISTRAR.number, "7" * 64, "", "")


def test_a_story_tells_every_line_in_order_with_who_when_and_where(desk: Desk) -> None:
    html = desk.get(story_of(AKM.number)).text
    places = [html.index(f'data-line="{one.seq}"') for one in LIFE]
    assert places == sorted(places)
    for said in ("សុខ វណ្ណា (12-0417)", "ចាន់ តារា (12-0088)", "R1-04", "M-7", "22/11/2026", "btb-1"):
        assert said in html
    assert "នាឡិកាមិនប្រាកដ" in html
    assert AKM.serial in html
    assert "a.later_kind" in html
    assert "{" not in html.partition("<main")[2].partition("</main>")[0]


def test_a_story_is_read_as_first_written_as_corrected_and_both(desk: Desk) -> None:
    """R02: nothing is edited in place; the three are readings of the same lines."""
    both = desk.get(story_of(AKM.number)).text
    assert both.count("data-line=") == len(LIFE)
    assert "សុខ វណ្ណា (12-0417), ចាន់ តារា (12-0088)" in both, "both who vouched"
    original = desk.get(story_of(AKM.number, view="original")).text
    assert 'data-line="7"' not in original
    assert "2374O51" in original.partition('data-line="3"')[2][:400]
    corrected = desk.get(story_of(AKM.number, view="corrected")).text
    line = corrected.partition('data-line="3"')[2][:400]
    assert "2374O51" not in line
    assert AKM.serial in line
    assert "បានកែប្រែ" in line
    assert 'data-line="7"' not in corrected
    assert desk.get(story_of(AKM.number, view="other")).text.count("data-line=") == len(LIFE)


def test_a_story_is_leafed_back_and_on(desk: Desk) -> None:
    desk.register.at_once = 5
    newest = desk.get(story_of(AKM.number)).text
    first = LIFE[-5].seq
    assert str(escape(story_of(AKM.number, before=first, view="both"))) in newest
    assert 'rel="next"' not in newest
    middle = desk.get(story_of(AKM.number, before=first)).text
    assert str(escape(story_of(AKM.number, after=LIFE[-6].seq, view="both"))) in middle
    desk.get(story_of(AKM.number, after=LIFE[-6].seq))
    assert desk.register.told[-1] == (REGISTRAR.number, AKM.number, 0, LIFE[-6].seq)


@pytest.mark.parametrize("number", ["", "1", "9999999999", "R1-04", "\u1781", "x" * 5_000])
def test_a_weapon_nobody_registered_has_a_page_that_says_so(desk: Desk, number: str) -> None:
    answer = desk.get(story_of(number))
    assert answer.status_code == 404
    assert "គ្មានអាវុធលេខនេះក្នុងបញ្ជីទេ" in answer.text


@pytest.mark.parametrize("figure", ["-1", "1e9", "²", "១", "9" * 40, "x", ""])
def test_a_place_in_a_story_that_is_no_number_is_the_newest_page(desk: Desk, figure: str) -> None:
    desk.browser.get(
        "/register/weapon", query_string={"number": AKM.number, "before": figure}, base_url=BASE
    )
    assert desk.register.told[-1][2] == 0


def test_a_silent_kiosk_is_said_and_nothing_old_is_shown(desk: Desk) -> None:
    desk.register.silent = True
    for path in ("/register?q=56", "/register", story_of(AKM.number)):
        answer = desk.get(path)
        assert answer.status_code == 503
        assert "ម៉ាស៊ីនមិនឆ្លើយ" in answer.text
        assert "រកមិនឃើញ" not in answer.text, "nobody looked"


def test_the_language_is_switched_where_one_reads(desk: Desk) -> None:
    page = desk.get(story_of(AKM.number)).text
    fields = {"token": token_in(page), "back": story_of(AKM.number)}
    answer = desk.browser.post("/language/en", data=fields, base_url=BASE)
    assert answer.headers["Location"] == story_of(AKM.number)
    english = desk.get(story_of(AKM.number)).text
    assert "Issued to Sok Vanna (12-0417) from position R1-04, mission M-7" in english
    assert "Cable C1 shut, after 14 s" in english
    assert "a second person must sign" in english


@pytest.mark.parametrize(
    "back",
    ["", "/", "//evil.example/", "https://evil.example/", "/registered", "/register?\r\nX: y"],
)
def test_nobody_is_sent_anywhere_else_by_a_switch_of_the_language(desk: Desk, back: str) -> None:
    fields = {"token": token_in(desk.get().text), "back": back}
    answer = desk.browser.post("/language/en", data=fields, base_url=BASE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
