"""The broken world is told apart from a refusal: an exception, and one family of them."""

import pytest

from kiosk.rules import broken


@pytest.mark.parametrize("kind", [broken.BookBroken, broken.BookUnwritable, broken.ConfigWrong])
def test_whoever_waits_for_a_broken_kiosk_hears_of_every_way_to_break(
    kind: type[broken.KioskError],
) -> None:
    with pytest.raises(broken.KioskError, match="the second copy is gone"):
        raise kind("the second copy is gone")
