"""What makes a PIN good enough: long enough, figures, no pattern that everybody tries first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.pin_form import duress_pin_problem, pin_problem, slips


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


# -------------------------------------------------------------- a second PIN, for use under threat
PINS = st.text("0123456789", min_size=6, max_size=12).filter(lambda pin: not pin_problem(pin, pin))


def one_slip(pin: str) -> set[str]:
    """Return all that one slip of the finger makes of a PIN; the slow and obvious way."""
    cuts = [(pin[:place], pin[place:]) for place in range(len(pin) + 1)]
    wrong = {left + digit + right[1:] for left, right in cuts if right for digit in "0123456789"}
    extra = {left + digit + right for left, right in cuts for digit in "0123456789"}
    missing = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    return wrong | extra | missing | swapped


@given(PINS, PINS)
def test_no_slip_of_the_finger_makes_the_second_pin_of_the_first(first: str, second: str) -> None:
    accepted = duress_pin_problem(first, second, second) == ""
    assert not (accepted and second in one_slip(first))
    assert not (accepted and first in one_slip(second)), "nor the other way: no call would come"


@given(PINS, st.data())
def test_what_one_or_two_slips_make_is_never_accepted(first: str, chance: st.DataObject) -> None:
    """The property above, looked for where it could fail: two PINs by chance are never near."""
    near = chance.draw(st.sampled_from(sorted(one_slip(first))))
    nearer = chance.draw(st.sampled_from(sorted(one_slip(near))))
    for second in (near, nearer):
        if not pin_problem(second, second):
            assert duress_pin_problem(first, second, second) == "duress_pin_too_close"


@given(PINS, st.data())
def test_slips_are_counted_as_they_are_made(first: str, chance: st.DataObject) -> None:
    near = chance.draw(st.sampled_from(sorted(one_slip(first))))
    assert slips(first, near) == (0 if near == first else 1)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ("482913", "the same"),
        ("482914", "one digit"),
        ("482931", "neighbours swapped"),
        ("4829137", "one more"),
        ("593024", "each digit one higher"),
        ("371802", "each digit one lower"),
        ("319284", "backwards"),
        ("913482", "begun in the middle"),
        ("571626", "a hand that lies one key aside"),
    ],
)
def test_what_is_made_of_the_first_pin_by_a_word_is_no_second_one(second: str, why: str) -> None:
    assert duress_pin_problem("482913", second, second) == "duress_pin_too_close", why


def test_a_second_pin_must_be_as_good_as_any() -> None:
    assert duress_pin_problem("482913", "123456", "123456") == "pin_too_simple"
    assert duress_pin_problem("482913", "70", "70") == "pin_too_simple"
    assert duress_pin_problem("482913", "706158", "706185") == "pins_differ"
    assert duress_pin_problem("482913", "706158", "706158") == ""
