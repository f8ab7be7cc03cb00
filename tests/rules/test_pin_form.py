"""What makes a PIN good enough: long enough, figures, no pattern that everybody tries first."""

import pytest

from kiosk.rules.pin_form import pin_problem


@pytest.mark.parametrize("digits", ["493817", "620495", "817264935102"])
def test_a_pin_without_a_pattern_is_accepted(digits: str) -> None:
    assert pin_problem(digits, digits) == ""


@pytest.mark.parametrize(
    "digits",
    ["", "49381", "4938170000000", "49a817", "៤៩៣៨១៧", "111111", "112211", "123456", "987654",
     "890123", "135135"],
)  # fmt: skip
def test_a_pin_that_is_too_short_too_long_or_easy_is_not(digits: str) -> None:
    assert pin_problem(digits, digits) == "pin_too_simple"


def test_a_pin_typed_in_two_ways_is_not() -> None:
    assert pin_problem("493817", "493871") == "pins_differ"
