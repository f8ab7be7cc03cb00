"""A card is known by another kind of reader too, and never by a name that two cards share."""

import pytest

from kiosk.assembly.other_names import OtherNames
from kiosk.rules.things import Badge, BadgeText, Grade, OfficerNumber

TAG, WIEGAND26, WIEGAND34 = "0100A3C5D7", "A3C5D7", "00A3C5D7"


def enrolled(*cards: tuple[str, str]) -> OtherNames:
    """Return the look-up among cards given by kind and text."""
    badges = [Badge(BadgeText(text), OfficerNumber("7"), kind, Grade.CARD) for kind, text in cards]
    return OtherNames(lambda: badges)


@pytest.mark.parametrize(
    ("enrolled_as", "shown_as"),
    [
        (("em4100", TAG), ("wiegand26", WIEGAND26)),
        (("wiegand26", WIEGAND26), ("em4100", TAG)),
        (("wiegand34", WIEGAND34), ("em4100", TAG)),
        (("em4100", TAG), ("wiegand34", WIEGAND34)),
    ],
)
def test_a_tag_is_known_by_the_other_kind_of_reader(
    enrolled_as: tuple[str, str], shown_as: tuple[str, str]
) -> None:
    assert enrolled_as[1] in enrolled(enrolled_as)(*shown_as)


def test_the_numbers_printed_on_a_tag_are_its_names_too() -> None:
    assert {"0010733015", "163,50647", "163/50647"} <= set(enrolled()("em4100", TAG))


def test_two_tags_that_share_their_low_digits_are_two_tags() -> None:
    assert "0200A3C5D7" not in enrolled(("em4100", "0200A3C5D7"))("em4100", TAG)


def test_a_uid_has_no_other_name() -> None:
    """The number that a common library makes of seven bytes is shared by one card in 65,536."""
    known = enrolled(("iso14443a", "04A2B3C4D5E680"), ("em4100", TAG))
    assert known("iso14443a", "04A2B3D4D5E680") == ()


@pytest.mark.parametrize("text", ["", "xyz", "a3c5d7", "A3C5D7A"])
def test_what_is_no_card_has_no_name(text: str) -> None:
    assert enrolled(("em4100", TAG))("wiegand26", text) == ()
