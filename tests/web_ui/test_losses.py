"""The desk of losses: the hot list, the one form, what is refused, and pages at every size."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from kiosk.service import works as w
from kiosk.service.protocol import OfficePass, WorkDone
from tests.web_ui.browser import SCREENS, barriers, settled, standing_kiosk, torn
from tests.web_ui.client import HOSTILE, token_in
from tests.web_ui.fakes import NOON_MS, FakeClock, view_of
from tests.web_ui.losses_fakes import FOUND, LOST, TOLD, FakeLosses
from tests.web_ui.national_fakes import FakeLists
from tests.web_ui.transfers_fakes import RefusingService
from web_ui.losses import LossesDesk
from web_ui.office import create_office

BASE = "https://localhost"
CUSTODIAN = OfficePass(
    granted=True, number="12-0088", name="Chan Dara", role="custodian", desks=("losses",)
)
FORM = {
    "weapon": LOST.number, "kind": "stolen", "when": "2026-11-22T14:05", "place": "Samlot",
    "how": "in the crowd", "agency": "BTB-02", "case": "7", "pin": "135790",
}  # fmt: skip


PAINTED = {
    "losses": "/losses",
    "losses_older": f"/losses?before={TOLD.entry}",
    "loss_report": "/losses/report",
    "loss_complete": f"/losses/complete?weapon={TOLD.number}",
    "loss_given": f"/losses/given?weapon={LOST.number}&to=nation",
}


class Desk:
    """An office with one custodian at the desk of losses."""

    def __init__(self, *desks: str) -> None:
        self.service, self.losses = RefusingService(view_of()), FakeLosses()
        self.service.passes["12-0088", "135790"] = replace(CUSTODIAN, desks=desks or ("losses",))
        desk = LossesDesk(self.losses, FakeLists())
        self.app = create_office(self.service, desks=(desk,), clock=FakeClock())
        self.browser: FlaskClient = self.app.test_client()
        login = self.browser.get("/", base_url=BASE).text
        fields = {"token": token_in(login), "number": "12-0088", "pin": "135790"}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303

    def get(self, path: str = "/losses") -> TestResponse:
        return self.browser.get(path, base_url=BASE)

    def post(self, **fields: str) -> TestResponse:
        token = token_in(self.get("/losses/report").text)
        return self.browser.post(
            "/losses/report", data={"token": token, **FORM, **fields}, base_url=BASE
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("path", ["/losses", "/losses/report", "/losses/complete?weapon=1"])
def test_a_stranger_sees_nothing(desk: Desk, path: str) -> None:
    for browser in (desk.app.test_client(), Desk("bay").browser):
        assert browser.get(path, base_url=BASE).headers["Location"] == "/"


def test_the_hot_list_shows_every_report_byte_for_byte(desk: Desk) -> None:
    html = desk.get().text
    for text in (LOST.number, LOST.serial, LOST.case, LOST.place, FOUND.found_place, LOST.bearer,
                 "តាមរបាយការណ៍: 56-1 <2374O51>"):  # fmt: skip
        assert str(escape(text)) in html
    assert html.count('class="late"') == 2, "what is found is no alarm any more"
    assert f"finds=yes&amp;weapon={LOST.number}" in html
    assert f"finds=yes&amp;weapon={FOUND.number}" not in html
    desk.losses.losses = ()
    assert "គ្មានអាវុធត្រូវបានរាយការណ៍ថាបាត់" in desk.get().text


def test_older_reports_are_behind_a_link_and_the_newest_one_link_back(desk: Desk) -> None:
    assert 'class="leaves"' not in desk.get().text
    desk.losses.older = TOLD.entry
    assert f'rel="next" href="/losses?before={TOLD.entry}"' in desk.get().text
    html = desk.get(f"/losses?before={TOLD.entry}").text
    assert f'data-loss="{LOST.number}"' in html
    assert f'data-loss="{TOLD.number}"' not in html
    assert 'href="/losses"' in html.partition('class="leaves"')[2]
    assert 'rel="next"' not in html
    for before in ("x", "-1", "9" * 40):
        assert f'data-loss="{TOLD.number}"' in desk.get(f"/losses?before={before}").text


def test_the_kiosk_decides_who_may_and_its_silence_is_said(desk: Desk) -> None:
    desk.losses.reason = "wrong_role"
    assert (desk.get().status_code, LOST.serial in desk.get().text) == (403, False)
    desk.losses.reason, desk.losses.silent = "", True
    assert desk.get().status_code == 503


def test_a_loss_is_reported_with_the_time_of_the_warehouse(desk: Desk) -> None:
    answer = desk.post()
    assert answer.headers["Location"] == "/losses?said=told"
    ((number, _, work),) = desk.service.signed
    assert number == "12-0088"
    assert work == w.ReportLoss(
        LOST.number, "stolen", NOON_MS, "Samlot", "in the crowd", "BTB-02", "7"
    )


def test_a_find_is_told_by_the_same_form(desk: Desk) -> None:
    form = desk.get(f"/losses/report?finds=yes&weapon={LOST.number}").text
    assert 'name="finds" value="yes"' in form
    assert f'value="{LOST.number}"' in form
    assert 'name="kind"' not in form
    assert desk.post(finds="yes").headers["Location"] == "/losses?said=asked"
    ((_, _, work),) = desk.service.signed
    assert work == w.ReportFind(LOST.number, NOON_MS, "Samlot", "in the crowd", "BTB-02", "7")


@pytest.mark.parametrize("when", ["", "yesterday", "2026-13-01T00:00", "2026-11-22", "៤/៨"])
def test_a_time_that_is_none_is_left_to_the_rules_to_refuse(desk: Desk, when: str) -> None:
    desk.post(when=when)
    ((_, _, work),) = desk.service.signed
    assert isinstance(work, w.ReportLoss)
    assert work.when_ms == 0


@pytest.mark.parametrize("text", ["x", *HOSTILE])
def test_what_is_refused_is_said_and_nothing_that_was_typed_is_lost(desk: Desk, text: str) -> None:
    desk.service.done = WorkDone(reason="report_incomplete", about=LOST.number)
    answer = desk.post(place=text)
    assert answer.status_code == 403
    assert f'value="{escape(text)}"' in answer.text
    assert '<option value="stolen" selected>' in answer.text
    assert "135790" not in answer.text


# ---------------------------------------------------------------- what was told at the racks
def more(desk: Desk, **fields: str) -> TestResponse:
    token = token_in(desk.get("/losses/report").text)
    form = {"token": token, "weapon": TOLD.number, "pin": "135790", **fields}
    return desk.browser.post("/losses/complete", data=form, base_url=BASE)


def test_the_list_says_what_a_report_still_lacks(desk: Desk) -> None:
    html = desk.get().text
    lacks = html.partition(f'data-lacks="{TOLD.number}"')[2].partition("</tr>")[0]
    for word in ("អង្គភាពរាយការណ៍", "កាលីប្រ", "លេខសំណុំរឿង", "កន្លែង", "ដំណើររឿង"):
        assert word in lacks
    assert "លេខស៊េរី" not in lacks
    assert f"/losses/complete?weapon={TOLD.number}" in lacks
    assert f'data-lacks="{LOST.number}"' not in html
    day = html.partition(f'data-loss="{TOLD.number}"')[2].partition("</tr>")[0]
    assert '<td class="figures">22/11/2026<' in day, "only the day is known"
    desk.losses.losses = (replace(TOLD, when_ms=0, whole_day=False),)
    assert "មិនដឹង" in desk.get().text


def test_only_what_is_open_is_asked_for(desk: Desk) -> None:
    html = desk.get(f"/losses/complete?weapon={TOLD.number}").text
    for name in ("when", "place", "how", "agency", "case"):
        assert f'name="{name}"' in html
    assert "កាលីប្រ" in html, "what the register lacks is to be corrected there"
    desk.losses.losses = (replace(TOLD, unknown=("case",), whole_day=False),)
    html = desk.get(f"/losses/complete?weapon={TOLD.number}").text
    assert 'name="case"' in html
    assert 'name="place"' not in html
    assert 'name="when"' not in html, "a moment that was said is not asked for"


def test_what_is_known_now_is_written_into_the_report(desk: Desk) -> None:
    answer = more(desk, place="Samlot", when="2026-11-22T09:30")
    assert answer.headers["Location"] == "/losses?said=completed"
    ((number, _, work),) = desk.service.signed
    assert number == "12-0088"
    assert work == w.CompleteLoss(TOLD.number, NOON_MS - 16_500_000, "Samlot", "", "", "")
    assert "បានកត់ត្រាក្នុងរបាយការណ៍" in desk.get("/losses?said=completed").text


@pytest.mark.parametrize("text", ["x", *HOSTILE])
def test_what_cannot_be_added_is_said_and_nothing_that_was_typed_is_lost(
    desk: Desk, text: str
) -> None:
    desk.service.done = WorkDone(reason="nothing_changed", about=TOLD.number)
    answer = more(desk, place=text)
    assert answer.status_code == 403
    assert f'value="{escape(text)}"' in answer.text
    assert "135790" not in answer.text
    signed = len(desk.service.signed)
    assert more(desk, when="yesterday").status_code == 403
    assert len(desk.service.signed) == signed, "a time that is none is not signed for"


def test_a_report_that_is_closed_or_was_never_made_is_not_completed(desk: Desk) -> None:
    for number in (FOUND.number, "7"):
        answer = desk.get(f"/losses/complete?weapon={number}")
        assert answer.headers["Location"] == "/losses"
    desk.losses.silent = True
    assert desk.get(f"/losses/complete?weapon={TOLD.number}").status_code == 503


# ---------------------------------------------------------------- in writing
def row(html: str, number: str) -> str:
    return html.partition(f'data-more="{number}"')[2].partition("</tr>")[0]


def clock(html: str, number: str, to: str) -> str:
    return row(html, number).partition(f'data-report="{to}"')[2].partition("</p>")[0]


def test_the_list_says_by_when_each_report_is_due_and_what_was_given(desk: Desk) -> None:
    html = desk.get().text
    late = clock(html, TOLD.number, "province")
    assert "22/11/2026 13:05" in late
    assert "ហួសកំណត់" in late
    assert "ហួសកំណត់" not in clock(html, TOLD.number, "nation")
    given = clock(html, LOST.number, "province")
    assert "22/11/2026 14:03" in given
    assert "Major &lt;Keo&gt;" in given
    assert "/losses/given" not in given, "what was given is given"
    assert f"/losses/given?weapon={LOST.number}&amp;to=nation" in clock(html, LOST.number, "nation")
    assert f"/losses/paper?entry={LOST.entry}&amp;to=nation" in clock(html, LOST.number, "nation")
    found = row(html, FOUND.number)
    assert "/losses/paper" in found, "the paper of a loss that is closed is printed too"
    assert "/losses/given" not in found
    assert "/losses/complete" not in found


@pytest.mark.parametrize("to", ["province", "nation"])
def test_a_report_is_a_paper_that_runs_and_loads_nothing(desk: Desk, to: str) -> None:
    answer = desk.get(f"/losses/paper?entry={LOST.entry}&to={to}")
    assert f"{LOST.entry} for {to}" in answer.text
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("asked", ["entry=7&to=nation", "entry=x&to=nation", "entry=&to=", ""])
def test_a_paper_of_no_loss_is_refused_by_a_sentence(desk: Desk, asked: str) -> None:
    answer = desk.get(f"/losses/paper?{asked}")
    assert answer.status_code == 403
    assert "គ្មានរបាយការណ៍ថាអាវុធនេះបាត់ទេ" in answer.text
    desk.losses.silent = True
    assert desk.get(f"/losses/paper?entry={LOST.entry}").status_code == 503
    assert Desk("bay").get(f"/losses/paper?entry={LOST.entry}").headers["Location"] == "/"


def hand_over(desk: Desk, **fields: str) -> TestResponse:
    token = token_in(desk.get("/losses/report").text)
    form = {"token": token, "weapon": LOST.number, "to": "nation", "pin": "135790", **fields}
    return desk.browser.post("/losses/given", data=form, base_url=BASE)


def test_that_a_report_was_handed_over_is_signed_for(desk: Desk) -> None:
    html = desk.get(f"/losses/given?weapon={LOST.number}&to=nation").text
    assert 'name="to" value="nation"' in html
    assert "គណៈកម្មការជាតិ" in html
    answer = hand_over(desk, receiver="Major Keo")
    assert answer.headers["Location"] == "/losses?said=given"
    ((number, _, work),) = desk.service.signed
    assert number == "12-0088"
    assert work == w.GiveReport(LOST.number, "nation", "Major Keo")
    hand_over(desk, receiver="x", to="europe")
    assert desk.service.signed[-1][2] == w.GiveReport(LOST.number, "province", "x")


@pytest.mark.parametrize("text", ["x", *HOSTILE])
def test_what_was_not_handed_over_is_said_and_nothing_that_was_typed_is_lost(
    desk: Desk, text: str
) -> None:
    desk.service.done = WorkDone(reason="report_given", about=LOST.number)
    answer = hand_over(desk, receiver=text)
    assert answer.status_code == 403
    assert f'value="{escape(text)}"' in answer.text
    assert "135790" not in answer.text
    assert Desk("bay").get("/losses/given").headers["Location"] == "/"


@pytest.mark.browser
@pytest.mark.parametrize("size", [(800, 480), (1280, 900)], ids=["800x480", "1280x900"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_are_read_at_every_size_in_both_languages(
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
        for name, path in PAINTED.items():
            page.goto(stand.office + path)
            settled(page)
            SCREENS.mkdir(parents=True, exist_ok=True)
            shot = SCREENS / f"{name}-{language}-{size[0]}x{size[1]}.png"
            page.screenshot(path=shot, full_page=True)
            assert torn(page) == [], name
            assert barriers(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.close()
