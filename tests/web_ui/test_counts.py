"""Counts on the pages: who is offered what, what the counter sees, what the chief is told."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kiosk.rules.entries import CountKind, Difference
from kiosk.rules.things import Role
from kiosk.service.protocol import OfficePass, OrderCount, SayEmpty
from kiosk.service.views import AlarmView, BayView, Stage, StepView
from kiosk.service.works import OrderCountAfar
from tests.web_ui.client import token_in
from tests.web_ui.fakes import (
    CHAN,
    DIFFERENCES,
    DUE,
    LAST,
    NOON_MS,
    FakeClock,
    FakeService,
    count_of,
    view_of,
    visit_of,
)
from web_ui import counting
from web_ui.languages import words_in
from web_ui.office import create_office
from web_ui.touch import create_touch

BASE = "https://localhost"


def at_choose(role: str, **changes: object) -> BayView:
    """Return the page of somebody who passed, in a role."""
    person = replace(CHAN, role=role)
    visit = replace(visit_of(Stage.CHOOSE), person=person)
    return view_of(Stage.CHOOSE, visit=visit, **changes)


def touched(view: BayView) -> tuple[FakeService, FlaskClient]:
    """Return a touch screen before a view."""
    service = FakeService(view)
    app: Flask = create_touch(service, clock=FakeClock())
    return service, app.test_client()


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_kind_difference_and_state_has_its_words(language: str) -> None:
    keys = words_in(language).keys()
    wanted = {f"counts.what.{kind}" for kind in CountKind}
    wanted |= {f"counts.difference.{kind}" for kind in Difference if kind}
    wanted |= {f"counts.state.{state}" for state in ("waits", "first", "again", "sign")}
    assert wanted <= keys


# ---------------------------------------------------------------- who is offered what
def test_what_the_policy_asks_for_is_offered_first_and_the_overdue_marked() -> None:
    offered = counting.choices(at_choose("custodian", due_counts=DUE))
    assert [(each.what, each.scope, each.overdue) for each in offered] == [
        ("daily", "", True), ("weekly", "", False), ("monthly", "", False), ("handover", "", False),
        ("monthly", "R1", False), ("monthly", "R2", False),
    ]  # fmt: skip


def test_only_the_chief_is_offered_a_count_out_of_turn() -> None:
    def offers(role: str) -> bool:
        return counting.Choice("ordered", "") in counting.choices(at_choose(role))

    assert [offers(role) for role in ("chief", "custodian")] == [True, False]
    assert ("ordered" in counting.kinds("chief")) is not ("ordered" in counting.kinds("custodian"))
    assert not counting.is_drawn(view_of(count=count_of()))


def test_whole_bay_racks_and_cables_can_be_counted() -> None:
    assert counting.scopes(view_of())[:4] == ("", "R1", "R2", "R1-C1")


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_who_answers_for_the_racks_finds_the_counts(role: str) -> None:
    _, browser = touched(at_choose(role))
    assert ("/?show=counts" in browser.get("/").text) is (role in {"custodian", "chief"})


def test_whoever_was_drawn_finds_the_button_and_nobody_else() -> None:
    drawn, other = view_of(Stage.CHOOSE, count=count_of()), at_choose("officer", count=count_of())
    assert 'action="/tap/start_count"' in touched(drawn)[1].get("/").text
    assert 'action="/tap/start_count"' not in touched(other)[1].get("/").text


def test_the_first_screen_says_who_was_drawn() -> None:
    assert "សុខ វណ្ណា" in touched(view_of(count=count_of()))[1].get("/").text


def test_a_count_is_ordered_by_one_touch() -> None:
    service, browser = touched(at_choose("chief"))
    html = browser.get("/?show=counts").text
    fields = {"token": token_in(html), "standing": service.view().page, "choice": "monthly|R1"}
    assert browser.post("/tap/order_count", data=fields).status_code == 303
    assert service.taps == [OrderCount("monthly", "R1")]


# ---------------------------------------------------------------- blind
@pytest.mark.parametrize("stage", [Stage.COUNT_SCAN, Stage.COUNT_STEEL, Stage.COUNT_CABLE])
def test_the_counter_is_shown_the_place_and_nothing_of_the_book(stage: Stage) -> None:
    """Not the weapon that should stand there, nor whether its place is full or empty."""
    shown = {}
    for name in ("in", "empty", "out"):
        places = tuple(
            replace(place, state=name, weapon=None if name == "empty" else place.weapon)
            for place in view_of().positions
        )
        service, browser = touched(view_of(stage, positions=places))
        html = browser.get("/").text
        shown[name] = html.replace(token_in(html), "")
        assert not any(
            place.weapon.serial in html for place in service.view().positions if place.weapon
        )
    assert len(set(shown.values())) == 1


def test_the_counter_says_what_stands_there_by_one_touch() -> None:
    service, browser = touched(view_of(Stage.COUNT_SCAN))
    fields = {"token": token_in(browser.get("/").text), "standing": service.view().page}
    browser.post("/tap/say_empty", data=fields)
    assert service.taps == [SayEmpty()]


def test_what_differs_is_shown_to_whoever_signs() -> None:
    html = touched(at_choose("custodian", count=count_of("sign", *DIFFERENCES)))[1]
    text = html.get("/?show=counts").text
    assert "R1-07" in text
    assert "form-sign_count" in text
    assert text.count('class="action">') == 1, "one of them can be adjusted"


def test_the_chief_may_draw_again_and_a_custodian_not() -> None:
    for role, may in (("chief", True), ("custodian", False)):
        text = touched(at_choose(role, count=count_of()))[1].get("/?show=counts").text
        assert ("form-order_count" in text) is may


# ---------------------------------------------------------------- the chief's desk
class Desk:
    """An office page of somebody who is logged in."""

    def __init__(self, view: BayView, role: str = "chief") -> None:
        self.service = FakeService(view)
        desks = ("register",) if role == "registrar" else ("bay", "register")
        who = OfficePass(granted=True, number="12-0001", name="Keo Borin", role=role, desks=desks)
        self.service.passes["12-0001", "135790"] = who
        self.browser = create_office(self.service, clock=FakeClock()).test_client()
        self.post("/enter", number="12-0001", pin="135790")

    def get(self, path: str = "/") -> str:
        return self.browser.get(path, base_url=BASE).text

    def post(self, path: str, **fields: str) -> int:
        token = token_in(self.get("/counts" if path == "/counts" else "/"))
        answer = self.browser.post(path, data={"token": token, **fields}, base_url=BASE)
        return answer.status_code


def test_the_chief_reads_what_is_due_what_runs_and_what_was_signed_last() -> None:
    html = Desk(view_of(due_counts=DUE, count=count_of(), last_count=LAST)).get()
    for said in ('data-due="daily"', 'data-count="first"', "6 / 12", LAST.head):
        assert said in html
    assert "ហួសកំណត់" in html.split('class="panel attention"')[1].split("</section>")[0]


def test_what_differs_is_told_at_the_desk_once_two_people_saw_it() -> None:
    assert "R1\u201108" in Desk(view_of(count=count_of("sign", *DIFFERENCES))).get()


def test_the_clocks_of_a_search_stand_beside_the_alarm() -> None:
    steps = (
        StepView("list", NOON_MS - 1, late=True),
        StepView("report", NOON_MS + 3_600_000, late=False),
    )
    alarm = AlarmView("missing", "1030000747", NOON_MS, "Chan Dara", steps)
    html = Desk(view_of(alarms=(alarm,))).get()
    assert html.count("data-step-of") == 2
    assert html.count('class="step late"') == 1
    assert "15:05" in html


def test_a_bay_that_was_never_counted_says_so() -> None:
    html = Desk(view_of(due_counts=DUE)).get()
    assert "មិនធ្លាប់" in html
    assert "data-last-count" not in html


def test_the_chief_orders_a_count_with_the_pin() -> None:
    desk = Desk(view_of())
    assert desk.post("/counts", what="ordered", scope="R1", pin="135790") == 303
    assert desk.service.signed == [("12-0001", "135790", OrderCountAfar("ordered", "R1"))]


def test_a_wrong_pin_orders_nothing_and_says_so() -> None:
    desk = Desk(view_of())
    assert desk.post("/counts", what="ordered", scope="R1", pin="000000") == 403


def test_a_registrar_orders_no_count() -> None:
    desk = Desk(view_of(), "registrar")
    assert "Redirecting" in desk.get("/counts")


def test_a_silent_kiosk_takes_no_order() -> None:
    desk = Desk(view_of())
    token = token_in(desk.get("/counts"))
    desk.service.fall_silent()
    fields = {"token": token, "what": "daily", "scope": "", "pin": "135790"}
    assert desk.browser.post("/counts", data=fields, base_url=BASE).status_code == 403
    assert desk.browser.get("/counts", base_url=BASE).status_code == 303


def test_a_stranger_orders_nothing() -> None:
    service = FakeService(view_of())
    browser = create_office(service, clock=FakeClock()).test_client()
    assert browser.get("/counts", base_url=BASE).status_code == 303
    token = token_in(browser.get("/", base_url=BASE).text)
    fields = {"token": token, "what": "daily", "scope": "", "pin": "135790"}
    assert browser.post("/counts", data=fields, base_url=BASE).status_code == 303
    assert service.signed == []
