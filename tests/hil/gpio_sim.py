"""A chip of lines without wires: the kernel's gpio-sim, whose other end is in sysfs.

    chip = GpioSim()                # /dev/gpiochipN with 28 lines, named as the one of a Pi 4
    chip.pull(4, up=False)          # what a wire does to an input
    chip.level(17)                  # what a meter on the pin shows

Electrically it is no pin: whoever asks for a pull resistor moves the line as a wire would, and what
was pulled last counts. `Wires` puts that right for contacts.
"""

import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

LABEL: Final = "pinctrl-bcm2711"
"""The chip behind the 40 pins of a Pi 4: `lgpio_factory` looks for it by this name."""

LINES: Final = 28
_CONFIG: Final = Path("/sys/kernel/config/gpio-sim")
_CHIPS: Final = Path("/sys/class/gpio")
_DEVICES: Final = Path("/sys/devices/platform")


class GpioSim:
    """A chip that is there from now on. One at a time: a Pi has one pin header."""

    def __init__(self, name: str = "header") -> None:
        """Make it; nobody has a line yet."""
        self._device = _CONFIG / name
        bank = self._device / "bank0"
        bank.mkdir(parents=True)
        (bank / "num_lines").write_text(str(LINES))
        (bank / "label").write_text(LABEL)
        (self._device / "live").write_text("1")
        chip = (bank / "chip_name").read_text().strip()
        platform = (self._device / "dev_name").read_text().strip()
        self._lines = _DEVICES / platform / chip
        self.number = int(chip.removeprefix("gpiochip"))
        labels = {one: (one / "label").read_text().strip() for one in _CHIPS.glob("gpiochip*")}
        (seen,) = (one for one, label in labels.items() if label == LABEL)
        self.base = int((seen / "base").read_text())
        """The number of its first line among all lines of the machine."""

    def level(self, line: int) -> int:
        """Return what a meter on the line shows."""
        return int((self._lines / f"sim_gpio{line}" / "value").read_text())

    def pull(self, line: int, *, up: bool) -> None:
        """Pull a line to one side; an output that is driven does not mind."""
        pulled = "pull-up" if up else "pull-down"
        (self._lines / f"sim_gpio{line}" / "pull").write_text(pulled)

    def close(self) -> None:
        """Take the chip away; nobody may have it open."""
        (self._device / "live").write_text("0")
        (self._device / "bank0").rmdir()
        self._device.rmdir()


class Wires:
    """Contacts that are stronger than a pull resistor, as long as this is entered.

    A program that takes an input asks for a pull-up, and gpio-sim then shows a closed contact as
    open. The wires are put back a hundred times a second: sooner than any debouncing looks.
    """

    def __init__(self, chip: GpioSim, levels: Mapping[int, bool]) -> None:
        """Hold these lines at these levels."""
        self._chip, self._levels = chip, levels
        self._let_go = threading.Event()
        self._thread = threading.Thread(target=self._hold, name="wires", daemon=True)

    def __enter__(self) -> Self:
        """Begin to hold."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go; the lines stay as they are."""
        self._let_go.set()
        self._thread.join()

    def _hold(self) -> None:
        while not self._let_go.wait(0.01):
            for line, up in self._levels.items():
                if self._chip.level(line) != up:
                    self._chip.pull(line, up=up)
