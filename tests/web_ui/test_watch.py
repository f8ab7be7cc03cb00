"""The chief's watch: who may look, what is shown, and that nothing in it accuses or writes."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.service.protocol import OfficePass
from kiosk.service.views import AlarmView, BayView, Stage
from kiosk.service.works import AnswerAlarm, CorrectClock
from tests.web_ui.client import HOSTILE, client_of, token_in
from tests.web_ui.fakes import ALARM, NOON_MS, SOK, FakeClock, FakeService, view_of
from tests.web_ui.watch_fakes import CLOCKS, DAYS, DUE, LATE, LENSES, SEEN, FakeWatch
from web_ui.office import create_office
from web_ui.pages import LAW_MS, LAWS, PageName, page_of
from web_ui.watch import WatchDesk

BASE = "https://localhost"
CHIEF = OfficePass(granted=True, number="12-0001", name="Keo", role="chief", desks=("bay", "watch"))
PAGES = ("/watch", "/watch/days", "/watch/lens", "/watch/register", "/watch/clock")


class Desk:
    """An office with one chief at the watch."""

    def __init__(self, *desks: str) -> None:
        self.service = FakeService(view_of(late=LATE, due_counts=DUE))
        self.watch = FakeWatch()
        self.service.passes["12-0001", "135790"] = replace(CHIEF, desks=desks or CHIEF.desks)
        self.app = create_office(self.service, desks=(WatchDesk(self.watch),), clock=FakeClock())
        self.browser: FlaskClient = self.app.test_client()
        login = self.browser.get("/", base_url=BASE).text
        fields = {"token": token_in(login), "number": "12-0001", "pin": "135790"}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path, base_url=BASE)

    def english(self) -> "Desk":
        """Speak English."""
        token = token_in(self.get("/watch").text)
        self.browser.post("/language/en", data={"token": token}, base_url=BASE)
        return self


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_and_who_may_not_sit_here_see_nothing(desk: Desk, path: str) -> None:
    assert desk.app.test_client().get(path, base_url=BASE).headers["Location"] == "/"
    assert Desk("bay").get(path).headers["Location"] == "/"
    assert desk.watch.asked == []


def test_the_chief_finds_the_way(desk: Desk) -> None:
    assert 'href="/watch"' in desk.get("/").text
    html = desk.get("/watch").text
    for path in ("/watch/days", "/watch/lens", "/watch/register", "/counts"):
        assert f'href="{path}"' in html
        assert desk.get(path).status_code == 200


def test_what_is_overdue_is_shown_with_everybody_who_was_told(desk: Desk) -> None:
    html = desk.english().get("/watch").text
    first, second = (html.index(f'data-late="{one.weapon.number}"') for one in LATE)
    assert first < second
    told = re.findall(r'class="told">(.*?)</td>', html)
    assert [re.findall(r"<b>(.*?)</b>", one) for one in told] == [
        ["holder", "custodian", "chief"], ["holder"],
    ]  # fmt: skip
    assert html.count('<tr class="late"') == 1, "what is only announced is not late"


def test_a_loss_that_is_to_be_reported_stands_there_until_both_papers_were_given(
    desk: Desk,
) -> None:
    assert "data-loss" not in desk.get("/watch").text
    desk.service.show(view_of(late=LATE, due_counts=DUE, loss_clocks=CLOCKS))
    html = desk.english().get("/watch").text
    late, given = (
        html.partition(f'data-loss="{one.number}"')[2].partition("</tr>")[0] for one in CLOCKS
    )
    assert "overdue" in late
    assert "<b>chief</b>" in late, "who was called for it"
    assert "overdue" not in given, "what was given is late no more"
    assert "<b>chief</b>" not in given
    assert ">given<" in given
    assert html.count("Report to the province") == 1


def test_every_count_that_is_due_is_named(desk: Desk) -> None:
    html = desk.get("/watch").text
    assert re.findall(r'data-due="(\w+)"', html) == [each.what for each in DUE]
    assert html.count('<p class="due late"') == sum(each.overdue for each in DUE)


def test_the_register_on_paper_has_every_place_and_room_for_two_names(desk: Desk) -> None:
    html = desk.get("/watch/register").text
    assert html.count("data-place=") == len(view_of().positions)
    assert html.count("<i></i>") == 2
    assert view_of().head in html


def test_the_days_are_four_plots_and_a_list(desk: Desk) -> None:
    html = desk.get("/watch/days").text
    assert re.findall(r'data-plot="(\w+)"', html) == ["holdings", "exposure", "overdue", "counts"]
    assert html.count('<svg class="plot"') == 4
    assert html.count("data-day=") == 7
    assert "<script" not in html.partition("<main")[2]
    assert desk.watch.asked == [("12-0001", 90)]


@pytest.mark.parametrize(("asked", "span"), [("30", 30), ("365", 365), ("7", 90), ("x", 90)])
def test_a_month_or_a_year_can_be_looked_back(desk: Desk, asked: str, span: int) -> None:
    desk.get(f"/watch/days?span={asked}")
    assert desk.watch.asked == [("12-0001", span)]


def test_figures_of_the_plots_are_khmer_when_that_is_asked_for(desk: Desk) -> None:
    plain, khmer = (desk.get(f"/watch/days{ask}").text for ask in ("", "?figures=km"))
    texts = [re.findall(r'class="tick"[^>]*>(.*?)<', html) for html in (plain, khmer)]
    assert all(text.isascii() for text in texts[0])
    assert not any(text.isascii() for text in texts[1])


def test_a_pattern_is_a_number_beside_what_chance_has_it_be(desk: Desk) -> None:
    html = desk.english().get("/watch/lens").text
    assert re.findall(r'data-lens="(\w+)"', html) == list(LENSES)
    for said in ("31 / 34", "12.4", "once in 88000 quarters", SOK.number, "9214 lines"):
        assert said in html
    accusing = ("guilty", "suspect", "fraud", "thief", "steal", "corrupt", "collu", "crime")
    assert not [word for word in accusing if word in html.lower()]


def test_what_is_about_the_chief_is_a_number_and_nothing_to_press(desk: Desk) -> None:
    html = desk.english().get("/watch/lens").text
    assert "Told only to the level above: 1" in html
    assert "<form" not in html.partition("<main")[2], "nothing here can be changed"
    desk.watch.lens_page = replace(SEEN, above=0)
    assert "data-above" not in desk.get("/watch/lens").text


@pytest.mark.parametrize("path", ["/watch/days", "/watch/lens"])
def test_the_kiosk_decides_anew_who_may_look(desk: Desk, path: str) -> None:
    desk.watch.reason = "wrong_role"
    answer = desk.get(path)
    assert answer.status_code == 403
    assert "data-plot" not in answer.text
    assert "data-lens" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_kiosk_that_is_silent_says_so(desk: Desk, path: str) -> None:
    desk.watch.silent = True
    desk.service.fall_silent()
    answer = desk.get(path)
    assert answer.status_code == 503
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_is_asked_for_changes_nothing(desk: Desk, hostile: str) -> None:
    for name in ("span", "figures"):
        answer = desk.browser.get("/watch/days", query_string={name: hostile}, base_url=BASE)
        assert answer.status_code == 200


def test_days_without_a_book_say_so(desk: Desk) -> None:
    desk.watch.days_page = replace(desk.watch.days_page, days=())
    assert desk.get("/watch/days").status_code == 200
    desk.watch.days_page = replace(desk.watch.days_page, days=DAYS[:1])
    assert desk.get("/watch/days").text.count('<svg class="plot"') == 4


# ------------------------------------------------------------------ the bay's page, and the racks
OVERDUE = AlarmView("overdue", "1010000182", NOON_MS)


def test_an_overdue_alarm_is_answered_in_the_office_and_not_on_the_touch_screen(
    desk: Desk,
) -> None:
    desk.service.show(view_of(alarms=(OVERDUE,)))
    html = desk.get("/answer").text
    assert 'value="overdue"' in html
    fields = {"token": token_in(html), "cause": "overdue", "about": "1010000182", "pin": "135790"}
    desk.browser.post("/answer", data=fields, base_url=BASE)
    assert desk.service.signed[-1][2] == AnswerAlarm("overdue", "1010000182")
    view = view_of(alarms=(OVERDUE,))
    assert page_of(view, 0).name is PageName.IDLE
    assert page_of(view_of(Stage.CHOOSE, alarms=(OVERDUE,)), 0).name is PageName.CHOOSE


def test_the_list_of_who_is_out_says_who_was_told(desk: Desk) -> None:
    one = next(p for p in view_of().positions if p.state == "out" and p.weapon)
    assert one.weapon is not None
    desk.service.show(view_of(late=(replace(LATE[0], weapon=one.weapon),)))
    assert desk.get("/").text.count('class="told"') == 1


def test_a_holder_reads_on_the_own_page_what_is_late_and_nobody_elses() -> None:
    html = client_of(FakeService(view_of(Stage.CHOOSE, late=LATE))).get("/").text
    assert LATE[0].weapon.number in html
    assert LATE[1].weapon.number not in html
    assert "ហួសកំណត់" in html


# ------------------------------------------------------------------ the Arms Law
def law(view: BayView, now: int = 0) -> int | None:
    return page_of(view, now).law


def test_the_four_messages_of_the_law_take_turns_slowly() -> None:
    told = [law(view_of(), turn * LAW_MS) for turn in range(9)]
    assert told == [0, None, 1, None, 2, None, 3, None, 0], "with room for who is on shift"
    assert LAWS == 4
    page = page_of(view_of(), LAW_MS + 1)
    assert page.until_mono == 2 * LAW_MS, "the screen changes by itself, and only then"
    assert law(view_of(), 3 * LAW_MS - 1) == 1


@pytest.mark.parametrize(
    "view",
    [
        view_of(alarms=(ALARM,)),
        view_of(alarms=(replace(ALARM, answered="Chan"),)),
        view_of(Stage.CHOOSE),
        view_of(unreturned=LATE[0].weapon),
    ],
)
def test_the_law_is_silent_while_an_alarm_stands_or_somebody_does(view: BayView) -> None:
    assert law(view) is None


def test_a_silent_alarm_takes_nothing_off_the_screen() -> None:
    """Whoever watches the screen must not see that somebody called for help."""
    assert law(view_of(alarms=(AlarmView("duress", "button", NOON_MS),))) == law(view_of()) == 0


def test_the_message_is_on_the_screen_in_its_language() -> None:
    html = client_of(FakeService(view_of(now_mono=4 * LAW_MS))).get("/").text
    assert 'data-law="2"' in html
    assert "ច្បាប់អាវុធ" in html


def test_the_chief_asks_that_the_clock_is_set(desk: Desk) -> None:
    page = desk.english().get("/watch/clock")
    assert "Set the clock" in page.text
    fields = {
        "token": token_in(page.text), "now": "2026-11-24T14:05", "why": "flat", "pin": "135790"
    }  # fmt: skip
    asked = desk.browser.post("/watch/clock", data=fields, base_url=BASE)
    assert asked.status_code == 200
    assert "two people stand by it" in asked.text
    wanted = CorrectClock(1_795_503_900_000, "flat")
    assert desk.service.signed[-1] == ("12-0001", "135790", wanted)


def test_nobody_else_asks_for_the_clock() -> None:
    other = Desk("bay")
    fields = {"token": token_in(other.get("/").text), "now": "2026-11-24T14:05", "pin": "135790"}
    assert other.browser.post("/watch/clock", data=fields, base_url=BASE).status_code == 303
    assert other.service.signed == []
