"""The budget suffices, and every way in which it would not is a sentence."""

from dataclasses import replace

import pytest

from tests.hardware_docs.power import Budget, Load, faults, read_budget


@pytest.fixture
def kiosk() -> Budget:
    return read_budget()


def with_load(budget: Budget, rail: str, amperes: float) -> Budget:
    heater = Load(name="heater", rail=rail, idle_a=amperes, worst_a=amperes, source="test")
    return replace(budget, loads=(*budget.loads, heater))


def test_the_supply_the_fuses_and_the_battery_suffice(kiosk: Budget) -> None:
    assert faults(kiosk) == []


def test_every_load_hangs_on_a_rail_and_says_where_its_number_comes_from(kiosk: Budget) -> None:
    assert {load.rail for load in kiosk.loads} == {rail.name for rail in kiosk.rails}
    assert all(load.source for load in kiosk.loads)
    assert all(rail.source for rail in kiosk.rails)
    for load in kiosk.loads:
        assert load.worst_a >= load.idle_a, load.name


def test_what_a_rail_draws_is_drawn_from_the_one_that_makes_it(kiosk: Budget) -> None:
    """One ampere at 5 V is 5 W: 0.42 A at 12 V, and more through a converter that loses some."""
    more = with_load(kiosk, "5 V", 1.0)
    added = more.drawn_a("12 V", worst=True) - kiosk.drawn_a("12 V", worst=True)
    assert added == pytest.approx(5 / 0.88 / 12)


def test_the_battery_lasts_as_long_as_its_usable_part_divided_by_what_is_drawn(
    kiosk: Budget,
) -> None:
    drawn = kiosk.drawn_a("12 V", worst=False)
    assert kiosk.hold_up_h(worst=False) == pytest.approx(7.0 * 0.7 / drawn)
    assert kiosk.hold_up_h(worst=True) < kiosk.hold_up_h(worst=False)


@pytest.mark.parametrize(
    ("rail", "amperes", "says"),
    [
        ("12 V", 1.0, "12 V: 4.81 A of 5 A leave no reserve"),
        ("5 V", 2.0, "5 V: 5.40 A of 5 A leave no reserve"),
        ("5 V", 2.0, "5 V: a fuse of 3.15 A is too small for"),
        ("3.3 V", 0.3, "3.3 V: 0.55 A of 0.5 A leave no reserve"),
        ("12 V", 0.5, "the battery lasts 3.1 h, not 4 h"),
    ],
)
def test_a_load_too_many_is_a_sentence(kiosk: Budget, rail: str, amperes: float, says: str) -> None:
    assert any(says in fault for fault in faults(with_load(kiosk, rail, amperes)))


def test_a_fuse_that_its_load_would_blow_is_a_sentence(kiosk: Budget) -> None:
    loads = tuple(
        replace(load, fuse_a=0.5) if load.name == "siren" else load for load in kiosk.loads
    )
    assert faults(replace(kiosk, loads=loads)) == ["siren: a fuse of 0.5 A is too small for 1 A"]
