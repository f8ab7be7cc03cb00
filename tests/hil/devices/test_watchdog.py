"""The watchdog as long as it does not bite. That it does stands in tests/hil/reset."""

import errno

import pytest

from tests.hil.watchdog import Watchdog, state


def test_a_watchdog_has_one_owner_and_is_disarmed_when_its_owner_says_so() -> None:
    with Watchdog(30) as dog:
        assert dog.timeout_s == 30
        assert (state("state"), state("timeout")) == ("active", "30")
        with pytest.raises(OSError, match="busy") as second:
            Watchdog(30)
        assert second.value.errno == errno.EBUSY
        dog.feed()
    assert state("state") == "inactive"


def test_a_test_that_fails_leaves_no_watchdog_behind_that_bites_the_next() -> None:
    with pytest.raises(ZeroDivisionError), Watchdog(30):
        raise ZeroDivisionError
    assert state("state") == "inactive"
