"""Papers at the desks: where each is found, what is asked for it, and why there is none."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from kiosk.service.papers.desk import MAY_PRINT
from kiosk.service.papers.views import (
    LISTS,
    PRINTERS_DPI,
    ROLLS,
    THINGS,
    LabelsWanted,
    PaperPage,
)
from kiosk.service.protocol import OfficePass
from kiosk.service.views import AlarmView, LastCountView, StepView
from tests.web_ui.browser import SCREENS, barriers, settled, standing_kiosk, torn
from tests.web_ui.cards_fakes import FakeCards
from tests.web_ui.client import HOSTILE, Tags, token_in
from tests.web_ui.fakes import FakeClock, FakeService, view_of
from tests.web_ui.losses_fakes import FakeLosses
from tests.web_ui.national_fakes import FakeLists
from tests.web_ui.papers_fakes import FakePapers
from tests.web_ui.people_fakes import FakePeople
from tests.web_ui.racking_fakes import NEW, FakeIncoming
from tests.web_ui.register_fakes import AKM, FakeRegister
from web_ui.cards import CardsDesk
from web_ui.desks import PAPER_POLICY
from web_ui.losses import LossesDesk
from web_ui.office import create_office
from web_ui.papers import AT, WHY, PaperPages
from web_ui.people import PeopleDesk
from web_ui.racking import RackingDesk, weapon_page
from web_ui.register import RegisterDesk, story_of

BASE = "https://localhost"
CHIEF = OfficePass(
    granted=True, number="12-0001", name="Keo Borin", role="chief",
    desks=("bay", "register", "cards", "losses", "racking", "people"),
)  # fmt: skip
ADDRESSES = {
    "certificate": "/papers/certificate?count=4",
    "search_list": "/papers/search",
    "labels": f"/papers/labels/print?numbers={AKM.number}",
    "badges": "/papers/labels/print?every=badges&begins=41&ends=60",
    "commands": "/papers/labels/print?every=commands",
    "positions": "/papers/labels/print?every=positions",
    "cards": "/papers/cards/print?first=C000201&many=20",
    "losses": "/papers/losses.csv",
}


class Desk:
    """An office with one chief, or with who may sit at some desks only."""

    def __init__(self, *desks: str) -> None:
        self.service, self.papers = FakeService(view_of()), FakePapers()
        self.service.passes["12-0001", "135790"] = replace(CHIEF, desks=desks or CHIEF.desks)
        every = (
            RegisterDesk(FakeRegister()), CardsDesk(FakeCards()),
            LossesDesk(FakeLosses(), FakeLists()), RackingDesk(FakeIncoming()),
            PeopleDesk(FakePeople()), PaperPages(self.papers),
        )  # fmt: skip
        app = create_office(self.service, desks=every, clock=FakeClock())
        self.browser: FlaskClient = app.test_client()
        fields = {"token": token_in(self.get("/").text), "number": "12-0001", "pin": "135790"}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path, base_url=BASE)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("paper", ADDRESSES)
def test_a_stranger_and_who_sits_elsewhere_are_shown_no_paper(paper: str) -> None:
    desk = Desk("bay" if paper == "losses" else "losses")
    assert desk.get(ADDRESSES[paper]).headers["Location"] == "/"
    stranger = desk.browser.application.test_client()
    assert stranger.get(ADDRESSES[paper], base_url=BASE).headers["Location"] == "/"
    assert desk.papers.asked == []


def test_the_pages_and_the_kiosk_have_one_mind_about_who_may_print_what() -> None:
    assert {paper: {*at} for paper, at in AT.items()} == {
        paper: {str(one) for one in desks} for paper, desks in MAY_PRINT.items()
    }


@pytest.mark.parametrize("paper", sorted({*ADDRESSES} - {"losses"}))
def test_a_paper_comes_as_it_was_drawn_and_brings_no_script(desk: Desk, paper: str) -> None:
    answer = desk.get(ADDRESSES[paper])
    assert answer.text == desk.papers.page.text
    assert answer.headers["Content-Security-Policy"] == PAPER_POLICY


def test_what_was_asked_for_reaches_the_kiosk(desk: Desk) -> None:
    for address in ADDRESSES.values():
        desk.get(address)
    assert desk.papers.asked == [
        ("certificate", "12-0001", 4), ("search_list", "12-0001"),
        ("labels", "12-0001", LabelsWanted((AKM.number,), begins=-1, ends=-1)),
        ("labels", "12-0001", LabelsWanted(every="badges", begins=41, ends=60)),
        ("labels", "12-0001", LabelsWanted(every="commands", begins=-1, ends=-1)),
        ("labels", "12-0001", LabelsWanted(every="positions", begins=-1, ends=-1)),
        ("cards", "12-0001", "C000201", 20), ("losses", "12-0001", "csv"),
    ]  # fmt: skip
    desk.get("/papers/labels/print?every=unplaced&part=2&sheet=plain&first=7&stuck=yes")
    wanted = LabelsWanted(
        every="unplaced", sheet="plain", first=7, part=2, stuck=True, begins=-1, ends=-1
    )
    assert desk.papers.asked[-1] == ("labels", "12-0001", wanted)


def test_labels_for_a_roll_come_as_a_file_for_the_printer_and_their_list_as_a_paper(
    desk: Desk,
) -> None:
    desk.papers.page = PaperPage("^XA\n^XZ\n")
    answer = desk.get("/papers/labels/print?every=bay&sheet=50x25@203")
    wanted = LabelsWanted(every="bay", roll="50x25", dpi=203, begins=-1, ends=-1)
    assert desk.papers.asked[-1] == ("labels", "12-0001", wanted)
    assert (answer.text, answer.mimetype) == ("^XA\n^XZ\n", "text/plain")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="labels.zpl"'
    stuck = desk.get("/papers/labels/print?every=bay&sheet=50x25@203&stuck=yes")
    assert stuck.headers["Content-Security-Policy"] == PAPER_POLICY
    desk.get("/papers/labels/print?every=bay&sheet=50x25@1<b>")
    assert desk.papers.asked[-1][2] == replace(wanted, dpi=0), "the kiosk knows no such printer"
    html = desk.get("/papers/labels").text
    assert all(f'value="{roll}@{dpi}"' in html for roll in ROLLS for dpi in PRINTERS_DPI)


@pytest.mark.parametrize(
    ("desks", "offered"),
    [
        (("racking",), {"unplaced", "bay", "positions"}),
        (("register",), {"unplaced", "bay", "positions", "commands"}),
        (("register", "people"), {"unplaced", "bay", *THINGS}),
    ],
)
def test_the_page_offers_the_labels_that_somebody_may_print(
    desks: tuple[str, ...], offered: set[str]
) -> None:
    html = Desk(*desks).get("/papers/labels").text
    assert {one for one in (*LISTS, *THINGS) if f'data-every="{one}"' in html} == offered


def test_reports_of_losses_are_sent_as_files(desk: Desk) -> None:
    for form, kind in (("csv", "text/csv"), ("json", "application/json")):
        answer = desk.get(f"/papers/losses.{form}")
        assert answer.mimetype == kind
        assert answer.headers["Content-Disposition"] == f'attachment; filename="losses.{form}"'


@pytest.mark.parametrize("why", sorted(WHY))
def test_why_there_is_no_paper_is_a_sentence(desk: Desk, why: str) -> None:
    desk.papers.page = PaperPage(reason=why, about="C000202")
    answer = desk.get(ADDRESSES["cards"])
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text


def test_a_refusal_and_a_silent_kiosk_are_said(desk: Desk) -> None:
    desk.papers.page = PaperPage(reason="wrong_role")
    answer = desk.get(ADDRESSES["labels"])
    assert answer.status_code == 403
    assert "អ្នកគ្មានសិទ្ធិ" in answer.text
    desk.papers.silent = True
    answer = desk.get(ADDRESSES["labels"])
    assert answer.status_code == 503
    assert "ម៉ាស៊ីនមិនឆ្លើយ" in answer.text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_paper_is_refused_for_becomes_no_tag(desk: Desk, hostile: str) -> None:
    desk.papers.page = PaperPage(reason="no_weapon_number", about="7")
    shape = Tags.of(desk.get(ADDRESSES["labels"]).text)
    desk.papers.page = PaperPage(reason="no_weapon_number", about=hostile)
    assert Tags.of(desk.get(ADDRESSES["labels"]).text) == shape
    form = Tags.of(desk.get("/papers/labels?numbers=7").text)
    there = desk.browser.get("/papers/labels", query_string={"numbers": hostile}, base_url=BASE)
    assert Tags.of(there.text) == form


# ---------------------------------------------------------------- where each is found
@pytest.mark.parametrize(
    ("page", "way"),
    [
        (story_of(AKM.number), f"/papers/labels?numbers={AKM.number}"),
        (weapon_page(NEW.number), f"/papers/labels?numbers={NEW.number}"),
        ("/racking", "/papers/labels"), ("/racking", "/papers/cards"),
        ("/cards", "/papers/cards"),
        ("/losses", "/papers/losses.csv"), ("/losses", "/papers/losses.json"),
        ("/people", "/papers/labels"),
    ],
)  # fmt: skip
def test_each_paper_hangs_at_the_desk_where_it_is_looked_for(
    desk: Desk, page: str, way: str
) -> None:
    assert f'href="{way}"' in desk.get(page).text
    assert desk.get(way).status_code == 200


def test_the_certificate_hangs_at_the_newest_count(desk: Desk) -> None:
    assert "/papers/certificate" not in desk.get("/").text
    last = LastCountView(4, "monthly", "", 0, (), 8, 1, 0, "77:ab")
    desk.service.show(view_of(last_count=last))
    assert 'href="/papers/certificate?count=4"' in desk.get("/").text


def test_the_search_list_hangs_at_the_alarm_while_its_clocks_run(desk: Desk) -> None:
    alarm = AlarmView("missing", AKM.number, 0)
    desk.service.show(view_of(alarms=(alarm,)))
    assert "/papers/search" not in desk.get("/").text
    desk.service.show(view_of(alarms=(replace(alarm, steps=(StepView("list", 1, late=False),)),)))
    assert 'href="/papers/search"' in desk.get("/").text


@pytest.mark.browser
@pytest.mark.parametrize("size", [(800, 480), (1280, 900)], ids=["800x480", "1280x900"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_labels_are_asked_for_at_every_size_in_both_languages(
    browser: Browser, size: tuple[int, int], language: str
) -> None:
    with standing_kiosk() as stand:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.goto(stand.office)
        page.fill("#number", "12-0001")
        page.fill("#pin", "135790")
        page.click(".card button")
        page.click('a[href="/register"]')
        if language == "en":
            page.click('form[action="/language/en"] button')
        page.goto(f"{stand.office}/papers/labels")
        settled(page)
        SCREENS.mkdir(parents=True, exist_ok=True)
        shot = SCREENS / f"labels-{language}-{size[0]}x{size[1]}.png"
        page.screenshot(path=shot, full_page=True)
        assert page.locator("form[data-every]").count() == len((*LISTS, *THINGS))
        assert torn(page) == []
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.close()
