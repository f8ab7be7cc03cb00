"""A correction is taken back on the page where corrections are made, and at the kiosk by two."""

from dataclasses import replace

import pytest
from markupsafe import escape

from kiosk.service.found import StoryPage
from kiosk.service.protocol import WorkDone
from kiosk.service.rack_works import ReverseWeapon
from kiosk.service.stories import told
from kiosk.service.views import Stage
from tests.web_ui.client import HOSTILE, Tags, client_of, token_in
from tests.web_ui.fakes import FakeService, view_of, visit_of
from tests.web_ui.racking_fakes import NEW, SHEET
from tests.web_ui.register_fakes import THINGS, line
from tests.web_ui.test_racking import Desk, desk
from web_ui.racking import weapon_page
from web_ui.register import seen_as

__all__ = ["desk"]

ADDRESS = f"/racking/reverse?number={NEW.number}"
LINES = (
    line(160, "weapon.corrected", changed="serial: 4711 → 4712", reverses="0"),
    line(57, "weapon.corrected", changed="calibre: 9 → 7.62", reverses="0"),
)


@pytest.fixture
def corrected(desk: Desk) -> Desk:
    """Return the desk with a weapon that was corrected twice."""
    desk.incoming.sheets[NEW.number] = replace(SHEET, corrections=LINES)
    return desk


def test_the_page_offers_what_stands_and_signs_for_one_line_of_it(corrected: Desk) -> None:
    html = corrected.get(weapon_page(NEW.number)).text
    assert html.index('<option value="160">') < html.index('<option value="57">')
    assert "serial: 4711 → 4712" in html
    answer = corrected.post(ADDRESS, line="57", why_back="it was right")
    assert answer.headers["Location"] == weapon_page(NEW.number, done="correcting")
    assert corrected.signed == ReverseWeapon(NEW.number, 57, "it was right")


def test_where_nothing_was_corrected_nothing_is_offered(desk: Desk) -> None:
    desk.incoming.sheets[NEW.number] = replace(SHEET, corrections=())
    assert "/racking/reverse" not in desk.get(weapon_page(NEW.number)).text


@pytest.mark.parametrize(
    ("reason", "about", "said"),
    [
        (
            "changed_since",
            "160 (serial: 1 → 2)",
            "បានកែប្រែទៀតក្រោយមក ដោយបន្ទាត់ 160 (serial: 1 → 2)",
        ),
        ("taken_back_already", "171", "ការកែប្រែនេះបានដកវិញរួចហើយ ដោយបន្ទាត់ 171"),
        ("no_correction", "9", "បន្ទាត់ 9 មិនមែនជាការកែប្រែនេះទេ"),
    ],
)
def test_a_refusal_says_what_is_there_instead(
    corrected: Desk, reason: str, about: str, said: str
) -> None:
    corrected.service.answer = WorkDone(reason=reason, about=about)
    answer = corrected.post(ADDRESS, line="57", why_back="x")
    assert answer.status_code == 409
    assert said in answer.text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_correction_becomes_a_tag(text: str, corrected: Desk) -> None:
    shape = Tags.of(corrected.get(weapon_page(NEW.number)).text)
    hostile = tuple(replace(one, facts={**one.facts, "changed": text}) for one in LINES)
    corrected.incoming.sheets[NEW.number] = replace(SHEET, corrections=hostile)
    assert Tags.of(corrected.get(weapon_page(NEW.number)).text) == shape
    plain = Tags.of(corrected.post(ADDRESS, line="1", why_back="x").text)
    corrected.service.answer = WorkDone(reason="changed_since", about=text)
    shown = corrected.post(ADDRESS, line="1", why_back="x").text
    assert Tags.of(shown) != plain
    assert str(escape(text)) in shown


@pytest.mark.parametrize(
    ("language", "said"),
    [("km", "ដកការកែប្រែនៃបន្ទាត់ 57 វិញ"), ("en", "Takes back the correction of line 57")],
)
def test_the_two_who_stand_by_it_see_which_line_it_takes_back(language: str, said: str) -> None:
    visit = replace(visit_of(Stage.VOUCH), reverses=57)
    face = client_of(FakeService(view_of(Stage.VOUCH, visit=visit)))
    if language == "en":
        face.post("/language/en", data={"token": token_in(face.get("/").text)})
    assert said in face.get("/").text
    plain = FakeService(view_of(Stage.VOUCH, visit=replace(visit, reverses=0)))
    line_zero = said.replace("57", "0")
    assert line_zero not in client_of(plain).get("/").text


def test_a_reversal_is_left_out_where_corrections_are_and_told_with_both() -> None:
    """R02: three readings of the same lines; what was taken back is known as it was first."""
    known = THINGS[0].weapon
    assert known is not None
    registered = line(
        3, "weapon.registered", weapon__name=known.name, weapon__serial=known.serial,
        weapon__calibre=THINGS[0].calibre,
    )  # fmt: skip
    first = line(57, "weapon.corrected", changed="serial: 1 → 2", reverses="0", taken_back="60")
    asked = line(58, "correction.begun", correction__reverses="57", correction__changed="x")
    back = line(60, "weapon.corrected", changed="serial: 2 → 1", reverses="57")
    story = StoryPage(THINGS[0], (registered, first, asked, back))
    assert seen_as(story, "both") == story.lines
    assert seen_as(story, "original") == (registered,)
    assert seen_as(story, "corrected") == (registered,), "and nothing is marked as corrected"
    said = [told(one, "en", str) for one in story.lines[1:]]
    assert said[0] == "Corrected: serial: 1 → 2. Taken back by line 60"
    assert said[1].startswith("To take back the correction of line 57 was asked for: x")
    assert said[2] == "The correction of line 57 taken back: serial: 2 → 1"
