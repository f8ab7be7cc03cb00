"""Tags at the desk of racking and in the register: given with a PIN, shown, and never a page's."""

from dataclasses import fields, replace

import pytest
from markupsafe import escape

from kiosk.rules.things import Officer, Weapon
from kiosk.service.protocol import WorkDone
from kiosk.service.rack_works import CorrectWeapon, TagWeapon
from tests.web_ui.client import HOSTILE, Tags
from tests.web_ui.racking_fakes import NEW, SHEET
from tests.web_ui.test_racking import Desk, desk
from web_ui.languages import words_in
from web_ui.racking import weapon_page

__all__ = ["desk"]

EPC = "e28068900000500E88C6A4A7"
ADDRESS = f"/racking/tag?number={NEW.number}"


@pytest.mark.promise("P12")
def test_a_tag_is_signed_for_as_it_was_read_with_how_many_its_writer_saw(desk: Desk) -> None:
    answer = desk.post(ADDRESS, tag=EPC, seen="2")
    assert answer.headers["Location"] == weapon_page(NEW.number, done="tagged")
    assert desk.signed == TagWeapon(NEW.number, EPC, 2)
    assert 'class="done"' in desk.get(weapon_page(NEW.number, done="tagged")).text


def test_the_page_shows_the_tags_there_are_and_how_many_its_form_saw(desk: Desk) -> None:
    html = desk.get(weapon_page(NEW.number)).text
    for tag in SHEET.tags:
        assert f'data-tag="{tag}"' in html
    assert 'action="/racking/tag' in html
    form = html.split('action="/racking/tag')[1].split("</form>")[0]
    assert f'name="seen" value="{len(SHEET.tags)}"' in form
    desk.incoming.sheets[NEW.number] = replace(SHEET, tags=())
    assert "មិនទាន់មានស្លាក" in desk.get(weapon_page(NEW.number)).text


def test_a_tag_of_another_weapon_leads_to_that_weapon(desk: Desk) -> None:
    desk.service.answer = WorkDone(reason="tag_taken", about="1030002644")
    answer = desk.post(ADDRESS, tag=EPC, seen="2")
    assert answer.status_code == 409
    assert str(escape(weapon_page("1030002644"))) in answer.text
    assert "ស្លាកនេះជារបស់អាវុធមួយទៀត" in answer.text


def test_a_correction_carries_all_tags_with_spaces_between(desk: Desk) -> None:
    html = desk.get(weapon_page(NEW.number)).text
    before = " ".join(SHEET.tags)
    assert f'name="was_tags" value="{before}"' in html
    told = {"name": "AKM", "type": "rifle", "serial": "", "serial_status": "none", "calibre": "9"}
    was = {f"was_{name}": value for name, value in told.items()}
    longest = " ".join(["F" * 124] * 4)
    desk.post(
        f"/racking/correct?number={NEW.number}",
        **told, **was, was_tags=before, tags=longest, why="fell off",
    )  # fmt: skip
    signed = desk.signed
    assert isinstance(signed, CorrectWeapon)
    assert (signed.before.tags, signed.wanted.tags) == (before, longest)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_tag_becomes_a_tag_of_the_page(text: str, desk: Desk) -> None:
    plain = Tags.of(desk.get(weapon_page(NEW.number)).text)
    desk.incoming.sheets[NEW.number] = replace(SHEET, tags=(text, text))
    assert Tags.of(desk.get(weapon_page(NEW.number)).text) == plain


def test_who_is_not_at_this_desk_gives_no_tag() -> None:
    stranger = Desk("bay")
    stranger.token = "x"  # noqa: S105 - no browser was given it
    assert stranger.post(ADDRESS, tag=EPC, seen="0").status_code in {303, 403}
    assert stranger.service.signed == []


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_field_that_two_people_can_correct_has_its_word(language: str) -> None:
    """The page before those who vouch names it: a hole there would be a page that fails."""
    keys = words_in(language).keys()
    corrected = {one.name for kind in (Officer, Weapon) for one in fields(kind)} - {"number"}
    assert {f"field.{name}" for name in corrected} <= keys
