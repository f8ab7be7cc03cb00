"""One output pin of the Pi: lock, siren, lamp, buzzer (gpiozero over lgpio).

gpiozero is used for on and off only; time is ours (`drivers.parts.bounded_output`). The pin
factory is always given: gpiozero's own search falls from one to the next with only a warning.
"""

from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from drivers.parts.bounded_output import BoundedOutput, Countdown, wall_countdown

if TYPE_CHECKING:
    from gpiozero import Factory

_HEADER_CHIPS: Final = ("pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835")
"""Labels of the chip behind the 40 pins: Pi 5, Pi 4, and all older ones."""

_DEV: Final = Path("/dev")


class PinUnusable(Exception):
    """An output can not be had or driven; the text is a sentence for a technician."""

    def __init__(self, name: str, pin: int | None, why: str) -> None:
        """Keep what the sentence is made of; `pin` is None when it is about the whole chip."""
        where = "" if pin is None else f" on GPIO{pin}"
        super().__init__(f"{name}{where} can not be used: {why}")
        self.name = name
        self.pin = pin
        self.why = why


class GpioOutput(BoundedOutput):
    """An output pin that starts off, and never stays on longer than its bound."""

    def __init__(  # noqa: PLR0913 - one keyword per setting of the pin
        self,
        name: str,
        pin: int,
        *,
        active_high: bool = True,
        max_on_s: float | None,
        factory: "Factory",
        countdown: Countdown = wall_countdown,
    ) -> None:
        """Take the pin and drive it off, without a moment on.

        Args:
            name: what the output is called in sentences.
            pin: the BCM number.
            active_high: whether a high level means on. Anything that opens a rack is active high,
                so that a dead Pi means locked.
            max_on_s: the longest time on, in seconds; None for an output that may stay on.
            factory: `lgpio_factory()` on a Pi; gpiozero's MockFactory elsewhere.
            countdown: what measures the bound.

        Raises:
            PinUnusable: the pin does not exist, or another program or driver has it.
            ValueError: a bound that is not above zero.
        """
        super().__init__(name, max_on_s=max_on_s, countdown=countdown)
        self._pin = pin
        try:
            from gpiozero import OutputDevice

            self._line: Any = OutputDevice(
                pin, active_high=active_high, initial_value=False, pin_factory=factory
            )
        except Exception as error:  # gpiozero, lgpio and the kernel share no ancestor
            raise PinUnusable(name, pin, _said(error)) from error

    @property
    def level(self) -> bool | None:
        """Whether the pin really is at the level that means on; None once it was let go."""
        with self._lock:
            try:
                return bool(self._line.value)
            except Exception:  # noqa: BLE001 - gpiozero, lgpio and the kernel share no ancestor
                return None

    def _drive(self, *, on: bool) -> None:
        try:
            if on:
                self._line.on()
            else:
                self._line.off()
        except Exception as error:
            raise PinUnusable(self.name, self._pin, _said(error)) from error

    def _let_go(self) -> None:
        """Make the pin an input without pull: from here on the resistor on the board holds it."""
        self._line.close()


@cache
def lgpio_factory(chip: int | None = None) -> "Factory":
    """Open the Pi's pins, once per process.

    Opening the chip a second time in one process leaves every contact deaf: gpiozero does not
    cancel its callbacks at close, and lgpio uses the old handle's number again.

    Args:
        chip: the number in /dev/gpiochipN; None finds the one behind the 40 pins by its label.

    Raises:
        PinUnusable: no such chip, no permission, or no Pi.
    """
    try:
        import lgpio
        from gpiozero.pins.lgpio import LGPIOFactory, LGPIOPin

        class SteadyPin(LGPIOPin):  # type: ignore[misc] # gpiozero has no types
            """A pin that becomes an output at the level it is given.

            gpiozero 2.0.1 makes it an output first, which drives it low, and sets the level then:
            an active-low relay clicks at every start (gpiozero pull request 1177).
            """

            def output_with_state(self, state: bool) -> None:  # noqa: FBT001 - gpiozero's signature
                self.when_changed = None
                chip = self.factory._handle  # noqa: SLF001 - a pin of gpiozero, in its own house
                lgpio.gpio_claim_output(chip, self._number, int(bool(state)))

        factory = LGPIOFactory(chip=_header_chip(lgpio) if chip is None else chip)
        factory.pin_class = SteadyPin
    except PinUnusable:
        raise
    except Exception as error:
        raise PinUnusable("the pin header", None, _said(error)) from error
    return factory


def _header_chip(lgpio: Any) -> int:  # noqa: ANN401 - lgpio has no types
    """Find the chip behind the 40 pins: its number has changed with kernels and models."""
    seen = []
    for number in count():
        if not (_DEV / f"gpiochip{number}").exists():
            break
        handle = lgpio.gpiochip_open(number)
        try:
            _, _, _, label = lgpio.gpio_get_chip_info(handle)
        finally:
            lgpio.gpiochip_close(handle)
        if label in _HEADER_CHIPS:
            return number
        seen.append(label)
    why = f"no chip is named {' or '.join(_HEADER_CHIPS)}; there is {', '.join(seen) or 'none'}"
    raise PinUnusable("the pin header", None, why)


def _said(error: Exception) -> str:
    """Repeat what a library said; some of their errors say nothing but their name."""
    return str(error) or type(error).__name__
