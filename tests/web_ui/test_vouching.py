"""Nobody vouches for what they cannot read: every sign stands on a page, however long it is."""

import re
from dataclasses import replace
from html import unescape

import pytest

from kiosk.service.views import ChangeView, Stage, Visit
from tests.web_ui.client import client_of
from tests.web_ui.fakes import FakeService, view_of, visit_of
from web_ui.vouching import LINES_ON_A_PAGE, pages

LONG = "".join(f"{n:04}-" for n in range(40))
WHY = "ព្រោះ " + "អានម្តងទៀត " * 18


def asked(*changes: ChangeView, why: str = "") -> Visit:
    """Return what is vouched for."""
    return replace(visit_of(Stage.VOUCH), changes=changes, why=why, reverses=0)


def shown(visit: Visit) -> list[str]:
    """Return the pages that the screen shows, one after the other, without their tags."""
    face = client_of(FakeService(view_of(Stage.VOUCH, visit=visit)))
    several = [face.get(f"/?page={n}").text for n in range(1, len(pages(visit)) + 1)]
    mains = [html.partition('class="changes">')[2].partition("</ul>")[0] for html in several]
    return [unescape(re.sub(r"<[^>]+>", "", main)) for main in mains]


@pytest.mark.promise("P10")
@pytest.mark.parametrize("why", ["", "short", WHY])
@pytest.mark.parametrize(("was", "becomes"), [("", LONG), (LONG, ""), (LONG, LONG[::-1])])
def test_every_sign_of_what_was_becomes_and_why_is_on_a_page(
    was: str, becomes: str, why: str
) -> None:
    visit = asked(ChangeView("serial", was, becomes), ChangeView("name", "AK", "AKM"), why=why)
    told = re.sub(r"\s|…|→|[^:\n]{3,30}: ", "", "".join(shown(visit)))
    for text in (was, becomes, why):
        assert re.sub(r"\s", "", text) in told


def test_what_fits_stands_on_one_page_as_ever() -> None:
    visit = visit_of(Stage.VOUCH)
    assert len(pages(visit)) == 1
    face = client_of(FakeService(view_of(Stage.VOUCH, visit=visit)))
    assert 'class="leaf' not in face.get("/").text


def test_no_page_has_more_than_it_has_room_for() -> None:
    visit = asked(ChangeView("serial", LONG, LONG), ChangeView("name", LONG, LONG), why=WHY)
    several = pages(visit)
    assert len(several) > 3
    assert all(sum(one.lines for one in page) <= LINES_ON_A_PAGE for page in several)


def test_a_page_beyond_the_last_is_the_last_and_the_way_leads_round() -> None:
    visit = asked(ChangeView("serial", LONG, LONG))
    face = client_of(FakeService(view_of(Stage.VOUCH, visit=visit)))
    last = len(pages(visit))
    assert f'href="/?page={2 if last > 1 else 1}"' in face.get("/").text
    assert 'href="/?page=1"' in face.get("/?page=99").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("condition", "quarantined", "ដាក់ដោយឡែក"), ("condition", "fit", "ប្រើបាន"),
     ("serial_status", "altered", "គេបានកែលេខ")],
)  # fmt: skip
def test_conditions_are_read_in_words(field: str, value: str, said: str) -> None:
    """A custodian who reads no English vouches for a word and not for a wire name."""
    (page,) = shown(asked(ChangeView(field, "inspect", value)))
    assert said in page
    assert value not in page
