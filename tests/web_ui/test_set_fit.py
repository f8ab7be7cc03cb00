"""The pages on which somebody asks that a weapon is fit again: register and weapons coming in."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.service.protocol import OfficePass, WorkDone
from kiosk.service.rack_works import SetFit
from tests.web_ui.client import HOSTILE, Tags, token_in
from tests.web_ui.fakes import FakeClock
from tests.web_ui.racking_fakes import NEW, SHEET, FakeIncoming
from tests.web_ui.register_fakes import AKM, THINGS, FakeRegister, line
from tests.web_ui.test_racking import Signing
from web_ui.office import create_office
from web_ui.racking import RackingDesk, weapon_page
from web_ui.register import RegisterDesk, orders_of, story_of

BASE = "https://localhost"
BROKEN = replace(AKM, condition="quarantined")
ORDER = line(50, "work.ordered", ticks="damaged, wet", condition="quarantined")
OLD = line(8, "work.ordered", ticks="fired", condition="inspect")
DONE = line(9, "weapon.corrected", changed="condition: inspect → fit", why="cleaned")


class Desk:
    """An office with a registrar, at the register and at the weapons that come in."""

    def __init__(self, *desks: str) -> None:
        self.service, self.register = Signing(), FakeRegister()
        self.incoming = FakeIncoming()
        sits = OfficePass(
            granted=True, number="12-0500", name="Ros Maly", role="registrar",
            desks=desks or ("register", "racking"),
        )  # fmt: skip
        self.service.passes["12-0500", "135790"] = sits
        self.register.things = (replace(THINGS[0], weapon=BROKEN),)
        self.register.life = {AKM.number: (OLD, DONE, ORDER)}
        every = (RegisterDesk(self.register), RackingDesk(self.incoming))
        app = create_office(self.service, desks=every, clock=FakeClock())
        self.browser: FlaskClient = app.test_client()
        fields = {"token": token_in(self.get("/").text), "number": "12-0500", "pin": "135790"}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path, base_url=BASE)

    def post(self, path: str, page: str, **fields: str) -> TestResponse:
        told = {"token": token_in(self.get(page).text), "pin": "135790", **fields}
        return self.browser.post(path, data=told, base_url=BASE)

    def asks(self, why: str = "spring is new") -> TestResponse:
        page = story_of(AKM.number)
        address = f"/register/fit?number={AKM.number}"
        return self.post(address, page, stands="quarantined", why=why)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_page_of_a_weapon_that_is_not_fit_says_why_and_asks(desk: Desk) -> None:
    html = desk.get(story_of(AKM.number)).text
    assert 'id="fit"' in html
    assert 'name="stands" value="quarantined"' in html
    assert 'data-order="50"' in html
    assert 'data-order="8"' not in html, "what was done by then keeps it out of use no longer"
    form = html.partition('id="fit"')[2].partition("</form>")[0]
    assert "ដាក់ដោយឡែក" in form
    assert "ខូច" in form


def test_a_weapon_that_is_fit_has_no_such_form(desk: Desk) -> None:
    desk.register.things = (THINGS[0],)
    assert 'id="fit"' not in desk.get(story_of(AKM.number)).text
    desk.incoming.sheets[NEW.number] = replace(SHEET, weapon=replace(NEW, condition="fit"))
    assert 'id="fit"' not in desk.get(weapon_page(NEW.number)).text


def test_who_may_only_read_is_shown_no_form() -> None:
    assert 'id="fit"' not in Desk("register").get(story_of(AKM.number)).text


def test_what_is_signed_carries_the_condition_that_the_page_showed(desk: Desk) -> None:
    answer = desk.asks()
    assert answer.headers["Location"] == story_of(AKM.number, done="correcting")
    assert desk.service.signed[-1] == (
        "12-0500", "135790", SetFit(AKM.number, "quarantined", "spring is new")
    )  # fmt: skip
    assert 'class="done"' in desk.get(answer.headers["Location"]).text
    assert 'class="done"' not in desk.get(story_of(AKM.number, done="<b>")).text


def test_from_the_desk_of_weapons_that_come_in_it_is_the_same_question(desk: Desk) -> None:
    """The armourer, who judges weapons, sits there and not at the register."""
    address, page = f"/racking/fit?number={NEW.number}", weapon_page(NEW.number)
    answer = desk.post(address, page, stands="inspect", why="cleaned, bore is bright")
    assert answer.headers["Location"] == weapon_page(NEW.number, done="correcting")
    assert desk.service.signed[-1][2] == SetFit(NEW.number, "inspect", "cleaned, bore is bright")
    desk.service.answer = WorkDone(reason="not_now")
    assert desk.post(address, page, stands="inspect", why="x").status_code == 409


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("listed", "អាវុធនេះមានក្នុងបញ្ជីថ្នាក់ជាតិ"), ("reported_lost", "អាវុធនេះត្រូវបានរាយការណ៍ថាបាត់"),
        ("changed_meanwhile", "មានអ្នកផ្សេងបានកែប្រែរួចហើយ"),
    ],
)  # fmt: skip
def test_what_the_kiosk_refuses_is_said_on_the_page(reason: str, said: str, desk: Desk) -> None:
    desk.service.answer = WorkDone(reason=reason)
    answer = desk.asks()
    assert answer.status_code == 409
    assert said in answer.text
    assert 'id="fit"' in answer.text, "and it can be asked again"


def test_a_silent_kiosk_is_said(desk: Desk) -> None:
    page = desk.get(story_of(AKM.number)).text
    desk.service.fall_silent()
    desk.register.silent = True
    fields = {"token": token_in(page), "pin": "1", "stands": "quarantined", "why": "x"}
    answer = desk.browser.post(f"/register/fit?number={AKM.number}", data=fields, base_url=BASE)
    assert answer.status_code == 503


def test_a_stranger_sets_nothing_fit(desk: Desk) -> None:
    stranger = desk.browser.application.test_client()
    for path in ("/register/fit?number=1", "/racking/fit?number=1"):
        token = token_in(stranger.get("/", base_url=BASE).text)
        assert stranger.post(path, data={"token": token}, base_url=BASE).status_code == 303
    assert desk.service.signed == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_an_order_becomes_a_tag(hostile: str, desk: Desk) -> None:
    shape = Tags.of(desk.get(story_of(AKM.number)).text)
    told = line(50, "work.ordered", ticks=hostile, condition="quarantined")
    desk.register.life = {AKM.number: (OLD, DONE, told)}
    assert Tags.of(desk.get(story_of(AKM.number)).text) == shape


def test_orders_are_those_since_it_was_last_set_fit() -> None:
    """A correction of anything else keeps them; one that took it out of use does too."""
    register = FakeRegister(things=(replace(THINGS[0], weapon=BROKEN),))
    for changed, seqs in (
        ("condition: quarantined → fit", [50]),
        ("serial: 7 → 8; condition: quarantined → fit", [50]),
        ("condition: fit → inspect", [8, 50]),
        ("serial: x; condition: fit → fitted", [8, 50]),
    ):
        corrected = line(9, "weapon.corrected", changed=changed)
        register.life = {AKM.number: (OLD, corrected, ORDER)}
        assert [one.seq for one in orders_of(register.story("", AKM.number))] == seqs
