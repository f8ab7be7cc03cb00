"""The chief's page of the shift, and the desk of the keys."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from kiosk.service.protocol import OfficePass
from kiosk.service.shift_works import EnrolKey, GiveKey, RegisterKey, TakeKey
from kiosk.service.views import BayView
from tests.web_ui.client import HOSTILE, token_in
from tests.web_ui.fakes import FakeClock, FakeService, view_of
from tests.web_ui.shift_fakes import KEYS, LAPSED, ON_SHIFT, STAND_TO
from web_ui.office import create_office
from web_ui.shift_desk import ShiftDesk

BASE = "https://localhost"
CHIEF = OfficePass(
    granted=True, number="12-0001", name="Keo Borin", role="chief", desks=("bay", "shift")
)


class Desk:
    """An office with one person in it."""

    def __init__(self, view: BayView | None = None, role: str = "chief") -> None:
        self.service = FakeService(view or view_of(shift=ON_SHIFT))
        self.service.passes["12-0001", "135790"] = replace(CHIEF, role=role)
        self.app = create_office(self.service, desks=(ShiftDesk(),), clock=FakeClock())
        self.browser: FlaskClient = self.app.test_client()
        login = self.browser.get("/", base_url=BASE).text
        fields = {"token": token_in(login), "number": "12-0001", "pin": "135790"}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303
        english = {"token": token_in(self.get("/shift").text), "back": "/shift"}
        self.browser.post("/language/en", data=english, base_url=BASE)

    def get(self, path: str = "/") -> TestResponse:
        return self.browser.get(path, base_url=BASE)

    def post(self, path: str, pin: str = "135790", **fields: str) -> TestResponse:
        sent = {"token": token_in(self.get("/shift").text), "pin": pin, **fields}
        return self.browser.post(path, data=sent, base_url=BASE)


def test_the_chief_sees_who_is_on_shift_and_which_keys_are_out() -> None:
    html = Desk().get().text
    assert 'data-shift="12-0088"' in html
    assert "Chan Dara" in html
    assert 'data-key="K-02"' in html
    assert 'data-key="K-01"' not in html


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (view_of(shift=replace(ON_SHIFT, overdue=True)), "The shift was not handed over"),
        (view_of(shift=replace(ON_SHIFT, on_shift=None)), "a custodian begins one at the bay"),
        (view_of(stand_to=STAND_TO), "Stand-to. Without a name: 1"),
        (view_of(stand_to=replace(STAND_TO, running=False)), "1 with nobody"),
        (view_of(stand_to=LAPSED), "Stand-to 2 stands open: nobody ended it"),
    ],
)
def test_the_chief_is_told_what_needs_somebody(view: BayView, said: str) -> None:
    html = Desk(view).get().text
    assert said in html


def test_a_stand_to_is_shown_with_every_weapon_without_a_name() -> None:
    html = Desk(view_of(stand_to=STAND_TO)).get().text
    assert 'data-stand-to="runs"' in html
    assert 'data-unknown="1030000747"' in html
    assert "56-1 2305173" in html
    assert "R2-05" in html


def test_the_keys_are_registered_given_and_taken_back_with_the_pin() -> None:
    desk = Desk()
    desk.post("/shift/register", key="K-03", opens="R3", seal="")
    desk.post("/shift/give", key="K-01", to="12-0417")
    answer = desk.post("/shift/take", key="K-02")
    assert "It is in the book." in answer.text
    assert [work for _, _, work in desk.service.signed] == [
        RegisterKey("K-03", "R3", ""),
        GiveKey("K-01", "12-0417"),
        TakeKey("K-02"),
    ]


@pytest.mark.parametrize(
    ("key", "seal", "said"),
    [
        ("K-09", "4711", "Now two people stand by it at the kiosk"),
        ("Second set", "", "Now two people stand by it at the kiosk"),
        ("K-01", "", "It is in the book."),
    ],
)
def test_the_chief_is_told_that_two_people_stand_by_a_seal(key: str, seal: str, said: str) -> None:
    answer = Desk().post("/shift/register", key=key, opens="R3", seal=seal)
    assert said in answer.text


def test_a_language_is_switched_also_where_something_was_sent_just_now() -> None:
    desk = Desk()
    html = desk.post("/shift/register", key="K-03", opens="R3", seal="0417").text
    (back,) = re.findall(r'name="back" value="([^"]*)"', html)
    switched = {"token": token_in(html), "back": back}
    answer = desk.browser.post("/language/km", data=switched, base_url=BASE)
    assert answer.headers["Location"] == "/shift"
    assert desk.get(answer.headers["Location"]).status_code == 200


def test_what_is_refused_says_why_and_did_nothing() -> None:
    answer = Desk().post("/shift/give", pin="000000", key="K-01", to="12-0417")
    assert answer.status_code == 403
    assert "It is in the book." not in answer.text
    assert 'role="alert"' in answer.text


def test_the_chief_alone_is_offered_to_register_keys() -> None:
    assert "/shift/register" in Desk().get("/shift").text
    assert "/shift/register" not in Desk(role="custodian").get("/shift").text


KEY = "673A 66D4 A830 625C 31F9 9A23 69E8 7299"


def test_the_chief_sees_the_key_of_the_book_and_asks_two_people_to_stand_by_it() -> None:
    desk = Desk(view_of(shift=ON_SHIFT, own_key=KEY))
    html = desk.get("/shift").text
    assert KEY in html
    assert "Nobody stood by it yet." in html
    answer = desk.post("/shift/enrol", fingerprint=KEY)
    assert "Now two people stand by it at the kiosk" in answer.text
    assert [work for _, _, work in desk.service.signed] == [EnrolKey(KEY)]


def test_a_key_that_two_people_stood_by_is_asked_for_no_more() -> None:
    html = Desk(view_of(shift=ON_SHIFT, own_key=KEY, key_vouched=True)).get("/shift").text
    assert KEY in html
    assert "Two people stood by it." in html
    assert "/shift/enrol" not in html


def test_the_key_of_the_book_is_the_chief_s_to_ask_for() -> None:
    view = view_of(shift=ON_SHIFT, own_key=KEY)
    assert KEY not in Desk(view, role="custodian").get("/shift").text
    assert "/shift/enrol" not in Desk(view_of(shift=ON_SHIFT)).get("/shift").text, "no book"


def test_a_stranger_sees_no_key_and_moves_none() -> None:
    desk = Desk()
    stranger = desk.app.test_client()
    assert stranger.get("/shift", base_url=BASE).headers["Location"] == "/"
    token = token_in(stranger.get("/", base_url=BASE).text)
    fields = {"token": token, "key": "K-01", "to": "1", "pin": "135790"}
    answer = stranger.post("/shift/give", data=fields, base_url=BASE)
    assert answer.headers["Location"] == "/"
    assert desk.service.signed == []


@pytest.mark.parametrize("name", HOSTILE)
def test_the_name_of_a_key_is_text(name: str) -> None:
    hostile = replace(ON_SHIFT, keys=(replace(KEYS[0], name=name, opens=name),))
    html = Desk(view_of(shift=hostile)).get("/shift").text
    assert str(escape(name)) in html
    assert name not in html or name == str(escape(name)) or "<" not in name


def test_a_bay_without_keys_says_so() -> None:
    html = Desk(view_of()).get("/shift").text
    assert "No key is registered." in html
    assert "/shift/give" not in html
