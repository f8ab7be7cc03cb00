"""The search for circles is left out while cards pass, and on again afterwards, whatever came."""

import gc

import pytest

from kiosk.cards.circles import no_circles


def cut_short() -> None:
    with no_circles():
        assert not gc.isenabled()
        raise OSError("the disk is full")


def test_the_search_for_circles_rests_meanwhile_and_goes_on_afterwards() -> None:
    assert gc.isenabled()
    with pytest.raises(OSError, match="disk"):
        cut_short()
    assert gc.isenabled()


def test_a_search_that_rested_before_rests_afterwards() -> None:
    gc.disable()
    try:
        with no_circles():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
