"""The office: who gets in, for how long, what they see, and what a stranger does not."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from kiosk.service.protocol import OfficePass
from kiosk.service.views import FaultView, Line
from tests.web_ui.client import HOSTILE, Tags, token_in
from tests.web_ui.fakes import (
    ALARM,
    BOOK,
    SOK,
    FakeClock,
    FakeService,
    positions,
    view_of,
    with_cable,
)
from web_ui.logins import IDLE_MS
from web_ui.office import create_office
from web_ui.office_face import by_cause, spans, told

DESKS = {"chief": ("bay", "register"), "custodian": ("bay", "register")}
CHIEF = OfficePass(granted=True, number="12-0001", name="Keo Borin", role="chief")
BASE = "https://localhost"


class Office:
    """An office with one chief, and a browser before it."""

    def __init__(self, role: str = "chief") -> None:
        self.service = FakeService(view_of())
        self.service.book = BOOK
        self.service.passes["12-0001", "135790"] = replace(
            CHIEF, role=role, desks=DESKS.get(role, ())
        )
        self.clock = FakeClock()
        self.app: Flask = create_office(self.service, clock=self.clock)
        self.browser: FlaskClient = self.app.test_client()

    def get(self, path: str = "/") -> str:
        return self.browser.get(path, base_url=BASE).text

    def enter(self, number: str = "12-0001", pin: str = "135790") -> int:
        fields = {"token": token_in(self.get()), "number": number, "pin": pin}
        return self.browser.post("/enter", data=fields, base_url=BASE).status_code


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_stranger_sees_the_login_and_nothing_of_the_bay(office: Office) -> None:
    html = office.get()
    assert 'name="pin"' in html
    for secret in ("R1-04", "Sok Vanna", "សុខ វណ្ណា", "1042", view_of().head):
        assert secret not in html
    assert office.browser.get("/live", base_url=BASE).status_code == 403


@pytest.mark.parametrize("role", ["chief", "custodian"])
def test_chief_and_custodian_get_in(role: str) -> None:
    office = Office(role)
    assert office.enter() == 303
    assert office.service.tries == [("12-0001", "135790")]
    assert "R1-04" in office.get()


@pytest.mark.parametrize("role", ["officer", "armourer", "technician"])
def test_nobody_else_gets_in_though_the_pin_is_right(role: str) -> None:
    office = Office(role)
    assert office.enter() == 403
    assert "R1-04" not in office.get()


def test_a_wrong_pin_gets_nobody_in_and_says_so(office: Office) -> None:
    assert office.enter(pin="000000") == 403
    assert 'name="pin"' in office.get()


def test_nobody_gets_in_while_the_kiosk_is_silent(office: Office) -> None:
    token = token_in(office.get())
    office.service.fall_silent()
    fields = {"token": token, "number": "12-0001", "pin": "135790"}
    answer = office.browser.post("/enter", data=fields, base_url=BASE)
    assert answer.status_code == 403
    assert "ម៉ាស៊ីនមិនឆ្លើយ" in answer.text


def test_the_cookie_is_new_after_the_login(office: Office) -> None:
    """A cookie that somebody planted before the login must be worth nothing after it."""
    before = office.browser.get("/", base_url=BASE).headers["Set-Cookie"]
    fields = {"token": token_in(office.get()), "number": "12-0001", "pin": "135790"}
    answer = office.browser.post("/enter", data=fields, base_url=BASE)
    after = answer.headers["Set-Cookie"]
    assert before.split(";")[0] != after.split(";")[0]
    assert fields["token"] != token_in(office.get())


def test_the_cookie_is_secure_and_bound_to_this_host(office: Office) -> None:
    cookie = office.browser.get("/", base_url=BASE).headers["Set-Cookie"]
    assert cookie.startswith("__Host-office=")
    for flag in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie


def test_a_login_ends_after_a_quarter_of_an_hour_without_use(office: Office) -> None:
    office.enter()
    office.clock.now_ms += IDLE_MS - 1
    assert "R1-04" in office.get()  # used: counts anew
    office.clock.now_ms += IDLE_MS - 1
    assert "R1-04" in office.get()
    office.clock.now_ms += IDLE_MS
    assert "R1-04" not in office.get()


def test_watching_does_not_prolong_a_login(office: Office) -> None:
    office.enter()
    office.clock.now_ms += IDLE_MS - 1
    with office.browser.get("/live", base_url=BASE) as stream:
        parts = stream.iter_encoded()
        assert b"retry" in next(parts)
        assert b"event: screen" in next(parts)
        office.clock.now_ms += 1
        office.service.show(view_of(seq=1043))
        assert [part for part in parts if b"event: screen" in part] == []
    office.app.extensions["desk"].office.lookout.stop()


def test_logging_out_ends_the_login_also_for_a_copied_cookie(office: Office) -> None:
    office.enter()
    html = office.get()
    cookie = office.browser.get_cookie("__Host-office", domain="localhost")
    assert cookie is not None
    office.browser.post("/leave", data={"token": token_in(html)}, base_url=BASE)
    thief = office.app.test_client()
    stolen = {"Cookie": f"__Host-office={cookie.value}"}
    assert "R1-04" not in thief.get("/", base_url=BASE, headers=stolen).text
    assert "R1-04" not in office.get()


@pytest.mark.parametrize("path", ["/enter", "/leave", "/language/en"])
def test_no_form_passes_without_its_token(office: Office, path: str) -> None:
    fields = {"number": "12-0001", "pin": "135790"}
    assert office.browser.post(path, data=fields, base_url=BASE).status_code == 403
    assert office.service.tries == []


def test_the_office_can_move_nothing(office: Office) -> None:
    office.enter()
    token = token_in(office.get())
    for name in ("cancel", "look", "choose"):
        answer = office.browser.post(f"/tap/{name}", data={"token": token}, base_url=BASE)
        assert answer.status_code == 404
    assert office.service.taps == []


def test_the_office_is_never_framed_and_answers_to_its_names_only(office: Office) -> None:
    answer = office.browser.get("/", base_url=BASE)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    hosts = {"192.168.1.20:8443": 200, "evil.example": 400}
    for host, status in hosts.items():
        got = office.browser.get("/", base_url=BASE, headers={"Host": host})
        assert got.status_code == status


def test_the_chief_sees_who_holds_what_and_what_is_wrong(office: Office) -> None:
    office.service.show(
        view_of(
            alarms=(ALARM, replace(ALARM, cause="left_open", answered="Chan Dara")),
            cables=with_cable("R1-C2", opened=True),
            faults=(FaultView("device_lost", "badge reader"),),
        )
    )
    office.enter()
    office.browser.post("/language/en", data={"token": token_in(office.get())}, base_url=BASE)
    html = office.get()
    for word in (
        "Ly Sophea", "Sok Vanna", "R2-09", "overdue", "20<small> / 23",
        "Cable R1\u2011C2 was forced open",
        "Chan Dara came", "Device gone: badge reader", "The work was interrupted", "Weapon issued",
        "1042", view_of().head, "22 November 2026",
    ):  # fmt: skip
        assert word in html, word
    assert "Nothing needs attention" not in html


def test_a_line_of_the_book_is_told_in_words() -> None:
    refused = Line(
        7, 0, "refused", {"reason": "no_mission", "name": "Sok Vanna", "tries_left": "3"}
    )
    assert told(refused, "en") == "You have no mission order · Sok Vanna"
    assert told(refused, "km") == "អ្នកគ្មានលិខិតបេសកកម្ម · Sok Vanna"
    handed_in = {"text": "1030000747", "weapon": "AKM", "position": "R1-07", "rack": "R1"}
    begun = Line(8, 0, "return.begun", {**handed_in, "bearer": "Sok", "holder": "Sok"})
    assert told(begun, "en") == "AKM · R1-07 · Sok"
    mended = Line(9, 0, "book.mended", {"part": "lines", "first_seq": "5", "last_seq": "7"})
    assert told(mended, "en") == "The first copy of the book was mended, lines 5 to 7"


def test_one_cause_is_one_thing_to_look_at() -> None:
    doubts = [replace(p, cause="forced") for p in positions()[:3]]
    doubts += [replace(p, cause="interrupted") for p in positions()[5:6]]
    assert by_cause(doubts, view_of()) == {
        "forced": "R1\u201101 … R1\u201103", "interrupted": "R1\u201106",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("", ()),
        ("a", ("a",)),
        ("ab", ("a, b",)),
        ("abc", ("a … c",)),
        ("abce", ("a … c", "e")),
        ("acdef", ("a", "c … f")),
        ("fa", ("f", "a")),
    ],
)
def test_neighbours_are_said_together(names: str, said: tuple[str, ...]) -> None:
    assert spans(names, "abcdef") == said


def test_a_quiet_bay_says_that_it_is_quiet(office: Office) -> None:
    calm = tuple(replace(p, state="in", overdue=False, holder=None) for p in positions())
    office.service.show(view_of(positions=calm))
    office.enter()
    html = office.get()
    assert "គ្មានអ្វីត្រូវពិនិត្យទេ" in html
    assert "គ្មានអាវុធនៅក្រៅទេ" in html


def test_a_silent_kiosk_is_shown_as_it_was_and_called_silent(office: Office) -> None:
    office.enter()
    office.get()
    office.service.fall_silent()
    html = office.get()
    assert 'class="was-silent"' in html
    assert "14:05:00" in html
    assert "R1-04" in html
    assert "fine" not in re.findall(r'class="figure ([a-z]*)"', html)


def test_a_kiosk_that_was_never_heard_has_nothing_to_show(office: Office) -> None:
    office.enter()
    silent = Office()
    silent.service.fall_silent()
    silent.app.extensions["desk"].office.logins._logins = office.app.extensions[
        "desk"
    ].office.logins._logins
    with silent.browser.session_transaction(base_url=BASE) as cookie:
        cookie["seat"] = next(iter(office.app.extensions["desk"].office.logins._logins))
    html = silent.get()
    assert "was-silent" in html
    assert "figures-row" not in html


@pytest.mark.parametrize("text", HOSTILE)
def test_what_the_book_says_is_text_and_nothing_else(office: Office, text: str) -> None:
    office.enter()
    plain = Tags.of(office.get())
    odd = replace(SOK, name=text, name_km=text, number=text)
    bay = tuple(replace(p, holder=odd if p.holder else None) for p in positions())
    office.service.show(view_of(positions=bay, head=text))
    office.service.book = tuple(
        Line(line.seq, line.at_ms, text, dict.fromkeys(line.facts, text)) for line in BOOK
    )
    html = office.get()
    assert Tags.of(html) == plain
    assert text == str(escape(text)) or text not in html
