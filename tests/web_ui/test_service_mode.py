"""Service mode is said on every screen, in both languages, and ended by who may end it."""

from dataclasses import replace

import pytest

from kiosk.service.protocol import EndService, OfficePass
from kiosk.service.views import BayView, Stage
from tests.web_ui.client import client_of, token_in
from tests.web_ui.fakes import SOK as PERSON
from tests.web_ui.fakes import FakeClock, FakeService, view_of, visit_of
from tests.web_ui.service_fakes import ASKED, LOCK, RUNNING, WHY
from tests.web_ui.test_simulated import PAGES
from web_ui.office import create_office

BARS_OF_A_STRIP = {"a strip above a page"}
"""Where a refusal stands in the bar: a key is drawn there, the words find no room."""

WORDS = '<span lang="km">ថែទាំម៉ាស៊ីន</span> <span lang="en">SERVICE</span>'


def html_of(view: BayView, path: str = "/") -> str:
    """Return a page as the kiosk's browser gets it."""
    return client_of(FakeService(view)).get(path).text


@pytest.mark.parametrize("name", PAGES)
def test_every_screen_says_that_it_is_on_and_none_that_it_is_not(name: str) -> None:
    view, path = PAGES[name]
    on = html_of(replace(view, service=LOCK), path)
    assert on.count('<span class="tag in-service">') == 1
    assert (WORDS in on) is (name not in BARS_OF_A_STRIP)
    for off in (None, ASKED):
        assert "in-service" not in html_of(replace(view, service=off), path)


def test_the_idle_screen_says_until_when_and_that_returns_go_on() -> None:
    html = html_of(view_of(service=RUNNING))
    assert "៖ ផ្អាកបញ្ចេញអាវុធ" in html
    assert "fault in-service" in html


@pytest.mark.parametrize(
    ("role", "may"),
    [("technician", True), ("custodian", True), ("chief", True), ("officer", False),
     ("armourer", False), ("registrar", False)],
)  # fmt: skip
def test_the_button_that_ends_it_is_for_who_may(role: str, *, may: bool) -> None:
    visit = replace(visit_of(Stage.CHOOSE), person=replace(PERSON, role=role))
    view = view_of(Stage.CHOOSE, visit=visit)
    assert ("form-end_service" in html_of(replace(view, service=RUNNING))) is may
    assert "form-end_service" not in html_of(view)


def test_the_button_ends_it() -> None:
    visit = replace(visit_of(Stage.CHOOSE), person=replace(PERSON, role="technician"))
    service = FakeService(view_of(Stage.CHOOSE, visit=visit, service=RUNNING))
    client = client_of(service)
    fields = {"token": token_in(client.get("/").text), "standing": service.view().page}
    client.post("/tap/end_service", data=fields)
    assert service.taps == [EndService()]


def test_the_office_reads_who_opened_it_and_why() -> None:
    service = FakeService(view_of(service=RUNNING))
    service.passes["12-0001", "135790"] = OfficePass(granted=True, role="chief", desks=("bay",))
    browser = create_office(service, clock=FakeClock(), tls=False).test_client()
    fields = {"token": token_in(browser.get("/").text), "number": "12-0001", "pin": "135790"}
    bay = browser.post("/enter", data=fields, follow_redirects=True).text
    assert f"Sok Vanna, Keo Borin: {WHY}" in bay
