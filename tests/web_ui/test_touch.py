"""The touch page, asked as a browser asks: what is shown, what is handed over, what is refused."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import web_ui
from kiosk.service.protocol import Cancel, Choose, Count, Look, Pin, Tap, WantReturn
from kiosk.service.sentences import sentence
from kiosk.service.views import AlarmView, FaultView, Stage, WeaponFace
from tests.web_ui.client import client_of, page_in, token_in
from tests.web_ui.fakes import (
    ALARM,
    NOON_MS,
    SOK,
    START_MONO,
    FakeClock,
    FakeService,
    outcome,
    positions,
    view_of,
    weapon,
)
from tests.web_ui.national_fakes import GONE
from tests.web_ui.test_forms import GOOD
from web_ui.forms import NO_PAGE
from web_ui.languages import words_in
from web_ui.pages import OUTCOME_PAGES, PageName
from web_ui.touch import OfficeAddress, create_touch


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_shows_its_page(stage: Stage) -> None:
    html = client_of(FakeService(view_of(stage))).get("/").text
    assert page_in(html) == stage.value
    assert html.startswith("<!doctype html>")


@pytest.mark.parametrize("kind", OUTCOME_PAGES)
def test_every_outcome_shows_its_page(kind: str) -> None:
    reason = "no_mission" if kind == "refused" else ""
    html = client_of(FakeService(view_of(outcome=outcome(kind, reason)))).get("/").text
    assert page_in(html) == OUTCOME_PAGES[kind].value


def test_every_page_there_is_has_a_template() -> None:
    folder = Path(web_ui.__file__).parent / "templates/touch"
    assert [name for name in PageName if not (folder / f"{name}.html").exists()] == []


@pytest.mark.parametrize(
    ("stage", "show"),
    [
        (Stage.CHOOSE, "weapons"),
        (Stage.CHOOSE, "doubts"),
        (Stage.COUNTER_SIGN, "rounds"),
        (Stage.RETURN_REPORT, "rounds_back"),
    ],
)
def test_lists_are_leafed_to_by_plain_links(stage: Stage, show: str) -> None:
    html = client_of(FakeService(view_of(stage))).get(f"/?show={show}").text
    assert page_in(html) == show


def test_a_refusal_says_what_happened_what_to_do_and_what_was_recorded() -> None:
    view = view_of(Stage.CHOOSE, outcome=outcome("refused", "no_certificate"))
    client = client_of(FakeService(view))
    client.post("/language/en", data={"token": token_in(client.get("/").text)})
    html = client.get("/").text
    assert "You have no certificate for this type" in html
    assert "Take another weapon, or see the chief." in html
    assert "No weapon was issued. The refusal is in the book." in html


@pytest.mark.parametrize("stage", [Stage.WRONG_WEAPON, Stage.WRONG_BLOCKED])
def test_a_wrong_weapon_is_named_beside_the_one_that_is_meant_and_the_time_runs(
    stage: Stage,
) -> None:
    """Two rifles of one model differ by their figures alone; the cable is open all the while."""
    view = view_of(stage)
    html = client_of(FakeService(view)).get("/").text
    held, meant = view.visit.scanned, view.visit.weapon
    assert held is not None
    assert meant is not None
    card = html.partition('"card held"')[2]
    scanned, _, wanted = card.partition('"card meant"')
    for part in (held.name, held.serial, held.number):
        assert part in scanned
    for part in (meant.name, meant.serial, meant.number, "R1\N{NON-BREAKING HYPHEN}07"):
        assert part in wanted
    assert f'class="ring" data-until="{view.visit.until_mono}"' in html


def test_of_a_wrong_weapon_nobody_knows_the_text_is_shown_that_was_read() -> None:
    held = replace(view_of(Stage.WRONG_WEAPON).visit, scanned=WeaponFace("XY<7>", "XY<7>", ""))
    html = client_of(FakeService(view_of(Stage.WRONG_WEAPON, visit=held))).get("/").text
    assert html.count("XY&lt;7&gt;") == 1


@pytest.mark.parametrize(
    ("stage", "changes", "do"),
    [
        (Stage.IDLE, {}, "Scan it again to return it."),
        (Stage.IDLE, {"faults": (FaultView("disk_low", ""),)}, "Scan it again to return it."),
        (Stage.IDLE, {"alarms": (ALARM,)}, "Scan it again to return it."),
        (Stage.PIN, {}, "First the PIN, then scan it."),
        (Stage.CHOOSE, {}, "Press Return, then scan it."),
    ],
)
def test_a_weapon_whose_return_was_broken_off_is_named_with_its_way_back(
    stage: Stage, changes: dict[str, object], do: str
) -> None:
    """An alarm that is answered ends a return; the bearer stands there with the weapon."""
    service = FakeService(view_of(stage, unreturned=weapon(4), **changes))
    client = client_of(service)
    client.post("/language/en", data={"token": token_in(client.get("/").text)})
    html = client.get("/").text
    assert "Not returned yet: AK-47" in html
    assert weapon(4).number in html
    assert do in html
    service.show(view_of(stage, **changes))
    assert "Not returned yet" not in client.get("/").text


def test_an_outcome_leaves_the_screen_after_eight_seconds() -> None:
    clock = FakeClock()
    client = client_of(FakeService(view_of(outcome=outcome("weapon.issued"))), clock)
    assert page_in(client.get("/").text) == "issued"
    assert page_in(client.get("/?seen=1042").text) == "idle"


def test_a_silent_kiosk_is_an_offline_page_and_not_an_error() -> None:
    service = FakeService(view_of())
    client = client_of(service)
    client.get("/")
    service.fall_silent()
    answer = client.get("/")
    assert (answer.status_code, page_in(answer.text)) == (200, "offline")
    assert "14:05:00" in answer.text


def test_a_halted_kiosk_says_why() -> None:
    html = client_of(FakeService(view_of(Stage.HALTED))).get("/").text
    assert "សៀវភៅកត់ត្រាខូច" in html


def test_a_kiosk_that_is_only_starting_asks_for_patience() -> None:
    view = view_of(Stage.HALTED, faults=(FaultView("book_broken", "starting"),))
    html = client_of(FakeService(view)).get("/").text
    assert "សូមរង់ចាំ" in html
    assert "សៀវភៅកត់ត្រាខូច" not in html


@pytest.mark.parametrize("typed", ["5", "99", "9999999999999", "-1", "four", "", " "])
def test_a_count_that_cannot_be_is_asked_for_again_and_told_to_nobody(typed: str) -> None:
    service = FakeService(view_of(Stage.COUNT))
    client = client_of(service)
    fields = {"token": token_in(client.get("/").text), "standing": service.view().page}
    answer = client.post("/tap/count", data=fields | {"counted": typed}, follow_redirects=True)
    assert page_in(answer.text) == "count_again"
    assert service.taps == []
    client.post("/tap/count", data=fields | {"counted": "4"})
    assert service.taps == [Count(4)]


@pytest.mark.parametrize(("name", "pairs", "tap"), GOOD)
def test_every_form_hands_its_tap_over(name: str, pairs: list[tuple[str, str]], tap: Tap) -> None:
    service = FakeService(view_of(Stage.CHOOSE))
    client = client_of(service)
    token = token_in(client.get("/").text)
    fields = {"token": [token], "standing": [view_of(Stage.CHOOSE).page]}
    for key, value in pairs:
        fields.setdefault(key, []).append(value)
    answer = client.post(f"/tap/{name}", data=fields)
    assert (answer.status_code, service.taps) == (303, [tap])


def test_a_form_that_no_page_sends_is_answered_with_a_way_back() -> None:
    service = FakeService(view_of(Stage.PIN))
    client = client_of(service)
    token = token_in(client.get("/").text)
    answer = client.post("/tap/pin", data={"token": token, "digits": "drop table"})
    assert (answer.status_code, service.taps) == (400, [])
    assert 'href="/"' in answer.text
    assert 'http-equiv="refresh"' in answer.text
    assert client.post("/tap/cancel", data={"token": token}).status_code == 400, "on which page?"


def test_a_tap_meant_for_a_page_that_is_gone_is_not_handed_over() -> None:
    """A second touch on OK must not become the next person's PIN."""
    service = FakeService(view_of(Stage.PIN))
    client = client_of(service)
    html = client.get("/").text
    meant = view_of(Stage.PIN).page
    assert f'value="{meant}"' in html
    service.show(view_of(Stage.PIN, page="the page of the next person"))
    fields = {"token": token_in(html), "standing": meant, "digits": "135790"}
    assert client.post("/tap/pin", data=fields).status_code == 303
    assert service.taps == []


def test_a_tap_on_the_page_that_still_stands_is_handed_over() -> None:
    service = FakeService(view_of(Stage.PIN))
    client = client_of(service)
    html = client.get("/").text
    fields = {"token": token_in(html), "standing": view_of(Stage.PIN).page, "digits": "1357"}
    client.post("/tap/pin", data=fields)
    assert service.taps == [Pin("1357")]


def test_a_call_for_the_chief_is_never_too_late() -> None:
    service = FakeService(view_of(Stage.PIN))
    client = client_of(service)
    fields = {"token": token_in(client.get("/").text), "standing": "of another page"}
    client.post("/tap/call_chief", data=fields)
    assert len(service.taps) == 1


def test_whoever_settles_a_doubt_is_led_to_the_next_one() -> None:
    service = FakeService(view_of(Stage.CHOOSE))
    client = client_of(service)
    fields = {
        "token": token_in(client.get("/").text),
        "standing": view_of(Stage.CHOOSE).page,
        "position": "R2-05", "present": "yes",
    }  # fmt: skip
    answer = client.post("/tap/look", data=fields)
    assert service.taps == [Look("R2-05", present=True)]
    assert answer.location == "/?show=doubts&page=1"


def test_a_tap_into_silence_leads_to_the_page_that_says_so() -> None:
    service = FakeService(view_of(Stage.CHOOSE))
    client = client_of(service)
    token = token_in(client.get("/").text)
    service.fall_silent()
    answer = client.post("/tap/want_return", data={"token": token, "standing": "any"})
    assert (answer.status_code, answer.location) == (303, "/")
    assert page_in(client.get("/").text) == "offline"


def test_a_tap_on_the_page_that_says_silence_is_meant_for_no_page_of_the_kiosk() -> None:
    service = FakeService(view_of(Stage.CHOOSE))
    client = client_of(service)
    service.fall_silent()
    html = client.get("/").text
    fields = {"token": token_in(html), "standing": NO_PAGE}
    assert f'name="standing" value="{NO_PAGE}"' in html
    service.speak_again()
    assert client.post("/tap/cancel", data=fields).status_code == 303
    assert service.taps == []


def test_the_screen_changes_its_language_and_keeps_its_place() -> None:
    client = client_of(FakeService(view_of(Stage.CHOOSE)))
    html = client.get("/").text
    assert '<html lang="km"' in html
    answer = client.post("/language/en?show=weapons", data={"token": token_in(html)})
    assert answer.location == "/?show=weapons&page=1"
    assert '<html lang="en"' in client.get("/").text
    assert client.post("/language/xx", data={"token": token_in(html)}).status_code == 404


def test_the_count_page_does_not_know_how_many_are_expected() -> None:
    """Blind: the page is the same, byte for byte, whatever the book says is left."""
    pages = set()
    for left in (0, 1, 3, 4):
        visit = replace(
            view_of(Stage.COUNT).visit, exposed=tuple(weapon(number) for number in range(left))
        )
        bay = tuple(
            replace(position, state="out") if left and position.cable == "R1-C2" else position
            for position in positions()
        )
        client = client_of(FakeService(view_of(Stage.COUNT, visit=visit, positions=bay)))
        pages.add(re.sub(r'name="token" value="[^"]+"', "", client.get("/").text))
    assert len(pages) == 1


def test_only_weapons_that_stand_there_and_are_fit_can_be_chosen() -> None:
    first, second, *_ = positions()
    assert second.weapon is not None
    worn = replace(second, weapon=replace(second.weapon, condition="quarantined"))
    bay = (first, worn, *(p for p in positions() if p.state != "in"))
    html = client_of(FakeService(view_of(Stage.CHOOSE, positions=bay))).get("/?show=weapons").text
    assert re.findall(r'name="weapon" value="(\d+)"', html) == [weapon(1).number]


def test_long_lists_have_pages() -> None:
    client = client_of(FakeService(view_of(Stage.CHOOSE)))
    seen = [
        number
        for page in (1, 2, 3, 4)
        for number in re.findall(
            r'name="weapon" value="(\d+)"', client.get(f"/?show=weapons&page={page}").text
        )
    ]
    assert len(seen) == len(set(seen)) == 20
    beyond = client.get("/?show=weapons&page=99").text
    assert "4 / 4" in beyond


def test_only_who_may_settle_a_doubt_is_offered_to() -> None:
    officer = client_of(FakeService(view_of(Stage.CHOOSE))).get("/").text
    custodian_visit = replace(view_of(Stage.CHOOSE).visit, person=replace(SOK, role="custodian"))
    custodian = client_of(FakeService(view_of(Stage.CHOOSE, visit=custodian_visit))).get("/").text
    assert "show=doubts" not in officer
    assert "show=doubts" in custodian


def test_an_alarm_is_told_to_everybody_who_comes() -> None:
    assert page_in(client_of(FakeService(view_of(alarms=(ALARM,)))).get("/").text) == "alarm"


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("cause", ["hot_list", "destroyed"])
def test_who_brings_a_weapon_that_is_sought_is_asked_to_wait_and_the_chief_is_told_why(
    cause: str, language: str
) -> None:
    """Whoever reads at the racks that they have a stolen rifle goes, and takes it along."""
    sought = AlarmView(cause, "1030000747", NOON_MS, listed=(GONE,))
    service = FakeService(view_of(alarms=(sought,)))
    client = client_of(service)
    if language == "en":
        client.post("/language/en", data={"token": token_in(client.get("/").text)})
    full, words = sentence("alarm", cause, language, {"about": sought.about}), words_in(language)
    html = client.get("/").text
    assert sentence("alarm", "sought_at_bay", language).do in html
    for told in (full.happened, full.do, GONE.batch, words("alarm.title")):
        assert told not in html
    assert "speaks dull" in html, "and nothing is red"
    service.show(view_of(alarms=(ALARM, sought)))
    html = client.get("/").text
    assert words("alarm.title") in html, "a cable that is forced is one"
    assert full.happened not in html


def test_the_page_about_this_kiosk_shows_where_the_office_is_and_its_seal() -> None:
    office = OfficeAddress(("https://192.168.1.20:8443/",), "AB:CD:EF")
    app = create_touch(FakeService(view_of()), office=office, clock=FakeClock())
    html = app.test_client().get("/?show=about").text
    assert "https://192.168.1.20:8443/" in html
    assert "AB CD EF" in html
    assert "1042" in html


def test_the_samples_are_what_they_are_said_to_be() -> None:
    """Guards the tests above: taps they never hand over must not pass for handed over."""
    assert {Cancel, Choose, Count, Look, Pin, WantReturn} <= {type(tap) for _, _, tap in GOOD}
    assert view_of().now_mono == START_MONO
