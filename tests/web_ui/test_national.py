"""The capital's lists at the desk of losses: brought, signed for, dropped; what is here of them."""

import io
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from kiosk.lists.file import WHYS as ROW_WHYS
from kiosk.rules.entries import MetAt
from kiosk.rules.national import Likeness, ListedKind
from kiosk.service import works as w
from kiosk.service.cards.views import Done
from kiosk.service.losses.national_views import ListState
from kiosk.service.protocol import OfficePass, WorkDone
from kiosk.service.stories import word
from kiosk.service.views import AlarmView
from tests.web_ui.browser import SCREENS, barriers, settled, standing_kiosk, torn
from tests.web_ui.client import HOSTILE, token_in
from tests.web_ui.fakes import NOON_MS, FakeClock, view_of
from tests.web_ui.losses_fakes import FakeLosses
from tests.web_ui.national_fakes import BAD, COMING, GONE, HERE, IN, READY, FakeLists
from tests.web_ui.transfers_fakes import RefusingService
from web_ui.languages import words_in
from web_ui.losses import LossesDesk
from web_ui.national import WHYS
from web_ui.office import create_office

BASE = "https://localhost"
HOME = "/losses/lists"
CHIEF = OfficePass(granted=True, number="12-0001", name="Keo", role="chief", desks=("losses",))


class Desk:
    """An office with one chief at the desk of losses."""

    def __init__(self, *desks: str) -> None:
        self.service, self.lists = RefusingService(view_of()), FakeLists()
        self.service.passes["12-0001", "135790"] = replace(CHIEF, desks=desks or ("losses",))
        furnished = (LossesDesk(FakeLosses(), self.lists),)
        self.app = create_office(self.service, desks=furnished, clock=FakeClock())
        self.browser: FlaskClient = self.app.test_client()
        fields = {"number": "12-0001", "pin": "135790"}
        token = token_in(self.browser.get("/", base_url=BASE).text)
        answer = self.browser.post("/enter", data={"token": token, **fields}, base_url=BASE)
        assert answer.status_code == 303

    def get(self, path: str = HOME) -> TestResponse:
        return self.browser.get(path, base_url=BASE)

    def post(self, what: str, **fields: object) -> TestResponse:
        token = token_in(self.get("/losses/report").text)
        return self.browser.post(f"{HOME}/{what}", data={"token": token, **fields}, base_url=BASE)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_stranger_sees_and_does_nothing(desk: Desk) -> None:
    for browser in (desk.app.test_client(), Desk("bay").browser):
        assert browser.get(HOME, base_url=BASE).headers["Location"] == "/"
        assert browser.get(f"{HOME}/arrived", base_url=BASE).status_code == 403


def test_every_list_and_every_bad_row_is_said(desk: Desk) -> None:
    html = desk.get().text
    for text in (READY.file, "206,122", BAD.bad[0].value, IN.let_in_by[1]):
        assert str(escape(text)) in html
    assert html.count("data-row=") == len(BAD.bad)
    assert "data-moving" not in html
    desk.lists.lists = (COMING,)
    html = desk.get().text
    assert "data-moving" in html
    assert "103,000 / 206,534" in html
    desk.lists.lists = ()
    assert words_in("km")("national.none") in desk.get().text


def test_what_is_here_is_said_with_batch_ceremony_and_who_signed(desk: Desk) -> None:
    html = desk.get().text
    for text in (HERE.about, GONE.serial, GONE.batch, GONE.ceremony, GONE.signatories):
        assert str(escape(text)) in html
    assert html.count('name="weapon"') == 1, "what the register does not have is no weapon yet"


def test_the_kiosk_decides_who_may_and_its_silence_is_said(desk: Desk) -> None:
    desk.lists.reason = "wrong_role"
    assert (desk.get().status_code, READY.file in desk.get().text) == (403, False)
    desk.lists.reason, desk.lists.silent = "", True
    answer = desk.get()
    assert (answer.status_code, 'data-why="silent"' in answer.text) == (503, True)
    assert "why=silent" in desk.post("sign", name=READY.name, pin="1").headers["Location"]
    assert "why=silent" in desk.post("drop", name=READY.name).headers["Location"]


def test_a_list_is_signed_for_and_dropped(desk: Desk) -> None:
    assert desk.post("sign", name=READY.name, pin="135790").headers["Location"].endswith("signed")
    assert desk.post("drop", name=BAD.name).headers["Location"].endswith("dropped")
    assert desk.lists.asked == [
        ("sign", "12-0001", READY.name, "135790"), ("drop", "12-0001", BAD.name),
    ]  # fmt: skip
    desk.lists.done = Done(reason="wrong_role")
    there = desk.post("sign", name=READY.name, pin="1").headers["Location"]
    assert there == f"{HOME}?reason=wrong_role"
    assert words_in("km")("national.signed") not in desk.get(there).text


def test_a_list_is_brought_in_one_form(desk: Desk) -> None:
    content = b"kind,serial\n" * 9_000
    answer = desk.post("list", list=(io.BytesIO(content), "march.csv"))
    assert answer.headers["Location"].startswith(f"{HOME}/")
    assert desk.lists.content == content
    led = desk.get(answer.headers["Location"])
    assert led.headers["Location"].startswith(f"{HOME}#")


def test_two_people_are_asked_to_say_that_it_is_another_weapon(desk: Desk) -> None:
    there = desk.post("other", weapon=HERE.weapon, why="another maker", pin="135790")
    assert there.headers["Location"] == f"{HOME}?said=asked"
    ((number, pin, work),) = desk.service.signed
    assert (number, pin) == ("12-0001", "135790")
    assert work == w.SettleListed(HERE.weapon, "another maker")
    desk.service.done = WorkDone(reason="not_listed", about=HERE.weapon)
    assert "reason=not_listed" in desk.post("other", weapon="x").headers["Location"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_an_address_becomes_part_of_a_page(desk: Desk, text: str) -> None:
    for name in ("why", "said", "reason", "about", "called"):
        html = desk.browser.get(HOME, query_string={name: text}, base_url=BASE).text
        assert text not in html or str(escape(text)) == text


def test_an_alarm_that_some_work_raised_is_said_to_whoever_did_it(desk: Desk) -> None:
    """The weapon is let in all the same; who works there is to keep it apart."""
    alarm = AlarmView("destroyed", HERE.about, NOON_MS, listed=HERE.listed)
    desk.service.show(replace(view_of(), alarms=(alarm,)))
    desk.service.done = WorkDone(seq=9, about=HERE.about, called="destroyed")
    token = token_in(desk.get("/losses/report").text)
    form = {"token": token, "weapon": HERE.about, "when": "2026-11-22T14:05", "finds": "yes"}
    answer = desk.browser.post("/losses/report", data=form, base_url=BASE)
    html = desk.get(answer.headers["Location"]).text
    assert 'data-called="destroyed"' in html
    assert str(escape(GONE.signatories)) in html
    assert "data-called" not in desk.get("/losses?called=left_open&of=1").text


def test_every_wire_name_has_its_words() -> None:
    for language in ("km", "en"):
        words = words_in(language).keys()
        assert {f"national.wrong.{why}" for why in ROW_WHYS} <= words
        assert {f"national.why.{why}" for why in WHYS} <= words
        assert {f"national.state_of.{state}" for state in ListState} <= words
        assert {f"national.kind.{kind}" for kind in ListedKind} <= words
        assert {f"national.likeness.{one}" for one in Likeness} <= words
        assert all(word(f"met.{where}", language) != f"met.{where}" for where in MetAt)


@pytest.mark.browser
@pytest.mark.parametrize("size", [(800, 480), (1280, 900)], ids=["800x480", "1280x900"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_is_read_at_every_size_in_both_languages(
    browser: Browser, size: tuple[int, int], language: str
) -> None:
    with standing_kiosk() as stand:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.goto(stand.office)
        page.fill("#number", "12-0001")
        page.fill("#pin", "135790")
        page.click(".card button")
        page.click('a[href="/losses"]')
        if language == "en":
            page.click('form[action="/language/en"] button')
        page.goto(stand.office + HOME)
        settled(page)
        SCREENS.mkdir(parents=True, exist_ok=True)
        shot = SCREENS / f"national-{language}-{size[0]}x{size[1]}.png"
        page.screenshot(path=shot, full_page=True)
        assert torn(page) == []
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.close()
