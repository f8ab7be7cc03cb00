"""A loss is told at the touch page: a few taps, each a page that works without a script."""

import re
from dataclasses import replace

import pytest

from kiosk.service.loss_taps import TellLoss
from kiosk.service.views import Stage
from tests.web_ui.client import client_of, page_in, token_in
from tests.web_ui.fakes import ALARM, FakeService, outcome, view_of, visit_of
from tests.web_ui.loss_pages import HAS, KEEPS, LOSS, LOSS_WHEN, OTHERS, OWN
from web_ui.forms import NO_PAGE
from web_ui.pages import PageName, page_of

WHEN = f"{LOSS_WHEN}&kind=stolen"
LOST_IT = "អាវុធបាត់"


def shown(service: FakeService, path: str = "/") -> str:
    return client_of(service).get(path).text


def links(html: str) -> set[str]:
    return {link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', html)}


def test_who_has_nothing_out_is_not_asked() -> None:
    html = shown(FakeService(view_of(Stage.CHOOSE)))
    assert LOST_IT not in html
    assert not any("show=lost" in link for link in links(html))


def test_one_weapon_needs_no_choosing_and_several_are_a_list() -> None:
    html = shown(FakeService(view_of(Stage.CHOOSE, visit=HAS)))
    assert LOST_IT in html
    assert LOSS in links(html)
    assert "/?show=lost" in links(shown(FakeService(view_of(Stage.CHOOSE, visit=KEEPS))))
    service = FakeService(view_of(Stage.CHOOSE, visit=KEEPS))
    html = shown(service, "/?show=lost")
    assert page_in(html) == "lost"
    assert {LOSS, f"/?show=lost_how&weapon={OTHERS[0].number}"} <= links(html)
    assert OTHERS[6].number not in html, "there are six to a page"
    assert OTHERS[6].number in shown(service, "/?show=lost&page=2")
    assert "លី សុភា" in html, "whose it is"


def test_three_taps_report_it() -> None:
    service = FakeService(view_of(Stage.CHOOSE, visit=HAS))
    client = client_of(service)
    html = client.get(LOSS).text
    assert OWN.serial in html
    assert WHEN in links(html)
    html = client.get(WHEN).text
    assert page_in(html) == "lost_when"
    assert "ប្រធានឃ្លាំង" in html, "that the chief is called is said before the tap"
    standing = re.search(r'data-standing="([^"]*)"', html)
    assert standing is not None
    form = {"token": token_in(html), "standing": standing[1], "weapon": OWN.number}
    answer = client.post("/tap/tell_loss", data={**form, "kind": "stolen", "when": "today"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert service.taps == [TellLoss(OWN.number, "stolen", "today")]


@pytest.mark.parametrize("when", ["now", "today", "yesterday", "unknown"])
def test_every_answer_is_a_button_of_the_form(when: str) -> None:
    service = FakeService(view_of(Stage.CHOOSE, visit=HAS))
    assert f'name="when" value="{when}"' in shown(service, WHEN)


@pytest.mark.parametrize("path", [LOSS, WHEN, WHEN.replace("stolen", "<b>"), "/?show=lost_how"])
def test_what_is_not_out_any_more_or_was_made_up_reports_nothing(path: str) -> None:
    html = shown(FakeService(view_of(Stage.CHOOSE)), path)
    assert "អ្នកមិនមានកាន់អាវុធទេ" in html
    assert "tell_loss" not in html
    assert "<b>" not in html.partition("<main")[2].partition("</main")[0]
    html = shown(FakeService(view_of(Stage.CHOOSE, visit=HAS)), WHEN.replace("stolen", "eaten"))
    assert "tell_loss" not in html


def test_the_language_is_switched_in_the_middle_of_it() -> None:
    client = client_of(FakeService(view_of(Stage.CHOOSE, visit=HAS)))
    html = client.get(WHEN).text
    (there,) = re.findall(r'action="(/language/en[^"]*)"', html)
    there = there.replace("&amp;", "&")
    answer = client.post(there, data={"token": token_in(html), "standing": NO_PAGE})
    assert page_in(client.get(answer.headers["Location"]).text) == "lost_when"
    assert "Just now" in client.get(answer.headers["Location"]).text


def test_nobody_leafs_there_where_nobody_has_typed_a_pin() -> None:
    for stage in (Stage.IDLE, Stage.PIN, Stage.CABLE_OPEN):
        assert page_in(shown(FakeService(view_of(stage)), LOSS)) == stage.value


# ---------------------------------------------------------------- and the alarm it raises
MISSING = replace(ALARM, cause="missing", about=OWN.number)


def test_what_was_recorded_is_said_before_the_alarm_takes_the_page() -> None:
    told = view_of(Stage.CHOOSE, alarms=(MISSING,), outcome=outcome("loss.reported"))
    assert page_of(told, told.now_mono).name is PageName.LOST_TOLD
    assert page_of(told, told.now_mono + 8_000).name is PageName.ALARM
    assert page_of(told, told.now_mono, seen=10**9).name is PageName.ALARM, "once it was read"
    html = shown(FakeService(told))
    assert "សូមទៅការិយាល័យ" in html, "what to do next"
    html = shown(FakeService(replace(told, outcome=outcome("weapon.issued"))))
    assert page_in(html) == "alarm", "of every other outcome the alarm comes first"


def test_an_alarm_that_waits_keeps_nobody_from_telling() -> None:
    waits = FakeService(view_of(Stage.CHOOSE, visit=HAS, alarms=(ALARM,)))
    html = shown(waits)
    assert page_in(html) == "alarm"
    assert LOSS in links(html)
    assert page_in(shown(waits, LOSS)) == "lost_how"
    assert page_in(shown(waits, WHEN)) == "lost_when"
    assert page_in(shown(waits, "/?show=weapons")) == "alarm"
    idle = FakeService(view_of(alarms=(ALARM,), visit=visit_of(Stage.IDLE)))
    assert not any("show=lost" in link for link in links(shown(idle)))
