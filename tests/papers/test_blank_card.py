"""The blank registration card: a page a card, words a list is recognised by, numbers once each.

Leaves build/evidence/papers/registration-card as PDF and PNG.
"""

import re

import pytest
from playwright.sync_api import Browser

from kiosk.cards.reading.headings import guessed
from kiosk.papers.blank_card import FIELDS, blank_cards
from tests.papers.test_signed_papers import HERE, printed_whole, told


@pytest.mark.browser
@pytest.mark.parametrize("many", [1, 3])
def test_each_card_prints_on_a_page_of_its_own(browser: Browser, many: int) -> None:
    html = blank_cards([f"C00020{one}" for one in range(many)], HERE)
    assert printed_whole(browser, html, f"registration-card-{many}") == many


def test_the_words_of_its_fields_are_those_that_a_list_is_recognised_by() -> None:
    """Who types the cards writes the words of the card above the columns, in either language."""
    fields = tuple(field for field, _, _, _ in FIELDS)
    assert guessed([khmer for _, khmer, _, _ in FIELDS]) == fields
    assert guessed([english for _, _, english, _ in FIELDS]) == fields


def test_serial_and_calibre_stand_on_it_twice_for_two_people() -> None:
    text = told(blank_cards([""], HERE))
    for field in ("Serial number / លេខស៊េរី", "Serial number 2 / លេខស៊េរី២", "Calibre / កាលីប"):
        assert field in text
    assert "Second person / អ្នកទីពីរ" in text


def test_a_numbered_card_has_its_number_sign_by_sign_and_escaped() -> None:
    html = blank_cards(["C<b>1"], HERE)
    assert "C<b>" not in html
    cells = re.findall(r"<i>([^<]*)</i>", html.partition("លេខប័ណ្ណ")[2].partition("</tr>")[0])
    assert "".join(cells).rstrip() == "C&lt;b&gt;1"
    assert len(cells) == 10
    empty = blank_cards([""], HERE).partition("លេខប័ណ្ណ")[2].partition("</tr>")[0]
    assert set(re.findall(r"<i>([^<]*)</i>", empty)) == {" "}
