"""The demonstration of the register, with a little of everything, so that it stays whole."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.demo_register import sample
from tests.demo_register.plan import SHORT, Plan
from tests.demo_register.run import live_through
from tests.demo_register.totals import Totals


@pytest.mark.browser
@pytest.mark.promise("P5", "P10")
def test_messy_cards_become_racked_weapons_that_are_issued_counted_sent_and_handed_over(
    tmp_path: Path, browser: Browser
) -> None:
    lived = live_through(SHORT, browser, tmp_path / "stores", None, lambda _: None)
    assert lived.totals.wrong == []
    assert len(lived.totals.lines) > 20


def test_a_total_that_is_not_what_was_planted_is_said_in_a_sentence() -> None:
    totals = Totals()
    totals.add("issues", 3, 3, 3)
    totals.add("returns", 3, 3, 2)
    totals.add("days", 1, None, None)
    assert totals.wrong == ["returns: 3 planted, 3 on the pages, 2 in the book."]
    wrong = [line for line in totals.table().splitlines() if line.endswith("WRONG")]
    assert [line.split()[0] for line in wrong] == ["returns"]


def test_the_sample_has_a_card_for_every_fate_and_more_than_one_weapon_to_rack() -> None:
    assert len(sample.CARDS) == 40
    assert all(sample.fates(sample.CARDS).values())
    assert len(Plan().from_cards) == Plan().racked
    assert len(SHORT.from_cards) == SHORT.racked
