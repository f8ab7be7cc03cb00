"""Every page of a simulated bay says so: a weapon must never hang on a cable that nothing moves."""

from dataclasses import replace
from itertools import product

import pytest

from kiosk.service.protocol import OfficePass
from kiosk.service.views import BayView, Stage
from tests.web_ui.client import client_of, token_in
from tests.web_ui.fakes import ALARM, FakeClock, FakeService, outcome, view_of
from web_ui.office import create_office
from web_ui.pages import ALLOWED_SHOWS, OUTCOME_PAGES, PageName

PAGES: dict[str, tuple[BayView, str]] = {
    **{stage.value: (view_of(stage), "/") for stage in Stage},
    **{page.value: (view_of(outcome=outcome(kind)), "/") for kind, page in OUTCOME_PAGES.items()},
    **{
        show: (view_of(stage), f"/?show={show}")
        for stage, shows in ALLOWED_SHOWS.items()
        for show in shows
    },
    "alarm": (view_of(alarms=(ALARM,)), "/"),
    "a strip above a page": (view_of(Stage.COUNTER_SIGN, outcome=outcome("refused", "x")), "/"),
}
TAG = {
    True: '<span class="tag simulated">សាកល្បង</span>',
    False: "tag simulated",
}


def says_so(html: str, *, simulated: bool) -> bool:
    """Return whether a page tells what kind of bay this is: once, or not at all."""
    return html.count(TAG[simulated]) == int(simulated)


def test_every_page_was_looked_at() -> None:
    assert PAGES.keys() | {"offline"} >= {page.value for page in PageName}


@pytest.mark.parametrize(("name", "simulated"), [*product(PAGES, [True, False])])
def test_every_page_of_a_simulated_bay_says_so_and_none_of_a_real_one(
    name: str, *, simulated: bool
) -> None:
    view, path = PAGES[name]
    html = client_of(FakeService(replace(view, simulated=simulated))).get(path).text
    assert says_so(html, simulated=simulated)


@pytest.mark.parametrize("simulated", [True, False])
def test_a_kiosk_that_fell_silent_is_still_what_it_was(*, simulated: bool) -> None:
    service = FakeService(view_of(simulated=simulated))
    client = client_of(service)
    client.get("/")
    service.fall_silent()
    html = client.get("/").text
    assert 'data-page="offline"' in html
    assert says_so(html, simulated=simulated)


@pytest.mark.parametrize("simulated", [True, False])
def test_the_page_of_a_wrong_address_says_so_too(*, simulated: bool) -> None:
    client = client_of(FakeService(view_of(simulated=simulated)))
    assert says_so(client.get("/nowhere").text, simulated=simulated)


@pytest.mark.parametrize("simulated", [True, False])
def test_the_office_says_so_before_and_after_the_login(*, simulated: bool) -> None:
    service = FakeService(view_of(simulated=simulated))
    service.passes["12-0001", "135790"] = OfficePass(granted=True, role="chief", desks=("bay",))
    browser = create_office(service, clock=FakeClock(), tls=False).test_client()
    login = browser.get("/").text
    assert says_so(login, simulated=simulated)
    fields = {"token": token_in(login), "number": "12-0001", "pin": "135790"}
    bay = browser.post("/enter", data=fields, follow_redirects=True).text
    assert 'data-position="R1-01"' in bay
    assert says_so(bay, simulated=simulated)
