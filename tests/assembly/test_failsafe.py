"""Every output off without the kiosk: also where kiosk.toml is wrong, and whatever else fails."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from gpiozero import OutputDevice
from gpiozero.pins.mock import MockFactory

from drivers.emulators.i2c import EmulatedI2c
from drivers.emulators.pca9685 import EmulatedPca9685
from drivers.lines.gpio_output import PinUnusable
from drivers.lines.lights import Lights
from kiosk.assembly.failsafe import outputs_of, switch_off
from tests.assembly.whole_rack import BAY, PI_4
from tests.commands.typed import typed, written


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    """Open pins that remember what was done to them."""
    with closing(MockFactory(revision=PI_4)) as factory:
        yield factory


def file_of(folder: Path, text: str = BAY) -> Path:
    return written(folder / "kiosk.toml", text)


def test_every_output_of_the_file_is_found(tmp_path: Path) -> None:
    found = outputs_of(file_of(tmp_path))
    assert sorted(found.pins) == [16, 19, 21, 22, 23, 24, 27]
    assert found.pins[23] == "cable A, lock"
    assert found.chips == (0x40,)
    assert found.objection == ""


def test_an_output_that_was_on_is_driven_off_and_let_go(tmp_path: Path, pins: MockFactory) -> None:
    outputs = outputs_of(file_of(tmp_path))
    wires = [pins.pin(f"GPIO{number}") for number in outputs.pins]
    for wire in wires:
        wire.function = "output"
        wire.state = True
        wire.clear_states()
    done = switch_off(outputs, lambda: pins, open_bus=lambda _: EmulatedI2c())
    assert [outcome.why for outcome in done[:-1]] == [""] * len(wires)
    assert [wire.function for wire in wires] == ["input"] * len(wires)
    assert [[bool(was.state) for was in wire.states] for wire in wires] == [[True, False]] * 7


def test_a_chip_of_lights_is_dark_afterwards(tmp_path: Path, pins: MockFactory) -> None:
    bus, chip = EmulatedI2c(), EmulatedPca9685()
    bus.chips[0x40] = chip
    lights = Lights(bus)
    lights.wish(3, on=True)
    lights.look(lambda _: None, 0)
    assert chip.brightness(3) == 1.0
    switch_off(outputs_of(file_of(tmp_path)), lambda: pins, open_bus=lambda _: bus)
    assert chip.brightness(3) == 0.0


def test_a_chip_that_does_not_answer_is_named(tmp_path: Path, pins: MockFactory) -> None:
    outputs = outputs_of(file_of(tmp_path))
    done = switch_off(outputs, lambda: pins, open_bus=lambda _: EmulatedI2c())
    assert done[-1].name == "lights 0x40"
    assert "no chip answers at 0x40" in done[-1].why


def test_a_file_that_no_kiosk_starts_with_still_names_its_pins(tmp_path: Path) -> None:
    """A typing mistake in a reader is no reason to leave a bolt on."""
    path = file_of(tmp_path, BAY.replace('kind = "simulated"', 'kind = "scaner"'))
    assert typed("run", "--config", path).exit_code == 78
    assert set(outputs_of(path).pins) == {16, 19, 21, 22, 23, 24, 27}


def test_a_pin_that_can_be_no_output_is_left_alone(tmp_path: Path) -> None:
    path = file_of(tmp_path, BAY.replace("pin = 23,", "pin = 2,"))
    assert 2 not in outputs_of(path).pins


@pytest.mark.parametrize("text", [None, "[kiosk", "\x00"], ids=["away", "torn", "zeroes"])
def test_without_a_file_the_pins_of_the_board_are_switched_off(
    tmp_path: Path, text: str | None
) -> None:
    path = tmp_path / "kiosk.toml"
    if text is not None:
        file_of(tmp_path, text)
    found = outputs_of(path)
    assert {19, 21, 22, 23, 27} <= set(found.pins)
    assert "rack-v1" in found.objection


def test_one_pin_that_is_taken_keeps_no_other_on(tmp_path: Path, pins: MockFactory) -> None:
    outputs = outputs_of(file_of(tmp_path))
    other = pins.pin("GPIO24")
    other.function, other.state = "output", True
    with OutputDevice(23, pin_factory=pins):
        done = switch_off(outputs, lambda: pins, open_bus=lambda _: EmulatedI2c())
    assert [outcome.name for outcome in done[:-1] if outcome.why] == ["cable A, lock (GPIO23)"]
    assert not other.state


def test_where_there_are_no_pins_every_output_says_so(tmp_path: Path) -> None:
    def none() -> object:
        raise PinUnusable("the pin header", None, "no chip")

    outputs = outputs_of(file_of(tmp_path, BAY.replace("pca9685", "simulated")))
    assert all("no chip" in outcome.why for outcome in switch_off(outputs, none))


def test_the_command_ends_with_0_where_there_is_nothing_to_switch_off(tmp_path: Path) -> None:
    said = typed("failsafe", "--config", file_of(tmp_path, "[kiosk]\n"))
    assert (said.exit_code, said.stdout) == (
        0,
        "No output hangs on a pin or a chip: nothing is to be switched off.\n",
    )


def test_the_command_ends_with_1_where_an_output_cannot_be_had(tmp_path: Path) -> None:
    """This machine is no Pi: the pin header is not there."""
    said = typed("failsafe", "--config", tmp_path / "nothing.toml")
    assert said.exit_code == 1
    assert "there is no such file" in said.stderr
    assert "bolt (GPIO23): " in said.stdout
