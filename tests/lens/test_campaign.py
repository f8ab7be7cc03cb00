"""The short campaign: honest people are left alone, and what was planted is found."""

import pytest

from kiosk.rules.lens.lenses import Lens
from tests.lens.__main__ import SHORT_PLANTED, SHORT_QUARTERS, Campaign, keep, met, run
from tests.lens.quarters import Quarter


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    seen = run(SHORT_QUARTERS, SHORT_PLANTED)
    keep(seen, 1)
    return seen


def test_honest_quarters_are_asked_about_hardly_ever(campaign: Campaign) -> None:
    assert campaign.honest == SHORT_QUARTERS
    assert campaign.asked <= 1, campaign.table()


def test_nine_of_ten_planted_patterns_are_found(campaign: Campaign) -> None:
    assert campaign.detection >= 90, campaign.table()
    assert met(campaign)


def test_every_lens_finds_what_is_planted_for_it(campaign: Campaign) -> None:
    for lens in Lens:
        assert campaign.found[lens.value] * 2 >= SHORT_PLANTED, campaign.table()


def test_a_planted_quarter_differs_from_the_honest_one_of_its_seed() -> None:
    """A campaign that planted nothing would find everything wrong."""
    assert Quarter(5).entries() == Quarter(5).entries()
    assert Quarter(5).entries() != Quarter(5, Lens.OVERRIDES).entries()


def test_a_campaign_that_finds_nothing_is_not_met() -> None:
    blind = Campaign(honest=10)
    blind.planted["same_pair"] = 8
    assert not met(blind)
    jumpy = Campaign(honest=10, asked=2)
    assert not met(jumpy)
