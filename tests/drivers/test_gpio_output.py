"""Output pins: gpiozero's mock for the logic, and a recorder under gpiozero for the levels."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from gpiozero.pins.mock import MockFactory, MockPin

from drivers.lines.gpio_output import GpioOutput, PinUnusable, lgpio_factory
from tests.drivers.countdowns import Countdowns

ROOT = Path(__file__).parents[2]
PI_4 = "c03114"


class StuckPin(MockPin):  # type: ignore[misc] # gpiozero has no types
    """A pin whose level can not be changed any more."""

    def _set_state(self, value: float) -> None:
        if self.states[1:]:
            raise OSError("GPIO busy")
        super()._set_state(value)


@pytest.fixture
def factory() -> MockFactory:
    return MockFactory(revision=PI_4)


def levels(active_high: str, cure: str) -> list[str]:
    """Return what the chip was told while an output was built, used and closed."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.drivers.lgpio_recorder", active_high, cure],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    told: list[str] = json.loads(ran.stdout)
    return told


@pytest.mark.parametrize(("active_high", "off", "on"), [("high", 0, 1), ("low", 1, 0)])
def test_an_output_is_never_on_before_it_is_switched_on(
    active_high: str, off: int, on: int
) -> None:
    """A relay that clicks at each start opens a rack at each start."""
    assert levels(active_high, "cured") == [
        "open 0",  # not the pin header
        "close 0",
        "open 1",
        "close 1",
        "open 1",
        "GPIO27 input",
        f"GPIO27 output {off}",
        "built",
        f"GPIO27 write {on}",
        f"GPIO27 write {off}",
        f"GPIO27 write {off}",
        "GPIO27 input",
    ]


def test_gpiozero_still_needs_the_cure() -> None:
    """When this fails, gpiozero has mended it, and `SteadyPin` can go."""
    told = levels("low", "uncured")
    assert told[told.index("GPIO27 input") + 1 : told.index("built")] == [
        "GPIO27 output 0",
        "GPIO27 write 1",
    ]


@pytest.mark.parametrize("active_high", [True, False])
def test_on_and_off_set_the_level_of_the_pin(factory: MockFactory, *, active_high: bool) -> None:
    coil = GpioOutput("coil", 23, active_high=active_high, max_on_s=None, factory=factory)
    pin = factory.pin(23)
    assert (pin.function, pin.state, coil.is_on) == ("output", not active_high, False)
    coil.on()
    assert (pin.state, coil.is_on) == (active_high, True)
    coil.off()
    assert (pin.state, coil.is_on) == (not active_high, False)


def test_a_forgotten_coil_is_dropped_by_its_bound(factory: MockFactory) -> None:
    countdowns = Countdowns()
    coil = GpioOutput("coil", 23, max_on_s=5.0, factory=factory, countdown=countdowns)
    coil.on()
    assert countdowns.seconds == [5.0]
    countdowns.run_out()
    assert (factory.pin(23).state, coil.is_on) == (False, False)


def test_a_closed_output_leaves_its_pin_an_input_for_somebody_else(factory: MockFactory) -> None:
    coil = GpioOutput("coil", 23, max_on_s=None, factory=factory)
    coil.on()
    coil.close()
    assert factory.pin(23).function == "input"
    GpioOutput("siren", 23, max_on_s=None, factory=factory).close()


def test_a_pin_used_twice_is_refused_with_a_sentence(factory: MockFactory) -> None:
    coil = GpioOutput("coil", 23, max_on_s=None, factory=factory)
    with pytest.raises(PinUnusable, match=r"siren on GPIO23 can not be used: .*in use") as refused:
        GpioOutput("siren", 23, max_on_s=None, factory=factory)
    assert (refused.value.name, refused.value.pin) == ("siren", 23)
    coil.close()


def test_a_pin_that_does_not_exist_is_refused_with_a_sentence(factory: MockFactory) -> None:
    with pytest.raises(PinUnusable, match="coil on GPIO99 can not be used"):
        GpioOutput("coil", 99, max_on_s=None, factory=factory)


def test_a_line_that_fails_in_use_says_which_it_is() -> None:
    factory = MockFactory(revision=PI_4, pin_class=StuckPin)
    coil = GpioOutput("coil", 23, max_on_s=None, factory=factory, countdown=Countdowns())
    factory.pin(23).states.append("stuck")
    with pytest.raises(PinUnusable, match="coil on GPIO23 can not be used: GPIO busy"):
        coil.on()
    with pytest.raises(PinUnusable, match="GPIO busy"):
        coil.off()


def test_off_a_pi_the_real_pins_are_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # lgpio leaves a pipe where it is imported
    monkeypatch.setattr("drivers.lines.gpio_output._DEV", tmp_path)
    with pytest.raises(PinUnusable, match=r"no chip is named pinctrl-rp1 or .*; there is none"):
        lgpio_factory()
    with pytest.raises(PinUnusable, match="the pin header can not be used"):
        lgpio_factory(chip=250)
