"""What is seen and heard from afar: the siren's cadence, and the status lamp that blinks.

Which state of the kiosk is shown by which sign belongs to whoever shows it.
"""

import threading
from enum import StrEnum
from typing import Final, Protocol

from drivers.lines.buzzer import Buzzer, Wait

WAIL: Final = ((700, 300),)
"""Milliseconds on and off. Ours: broken sound is told from a machine that hums, and a siren of 1 A
leaves the battery a third of its current."""


class Output(Protocol):
    """What sounds or shines."""

    def on(self) -> None:
        """Sound or shine."""
        ...

    def off(self) -> None:
        """Be silent or dark."""
        ...

    def close(self) -> None:
        """Be off, and let the line go."""
        ...


class Siren:
    """A siren that is on in a cadence, as an output like any other. For any thread."""

    def __init__(
        self,
        output: Output,
        cadence: tuple[tuple[int, int], ...] = WAIL,
        *,
        wait: Wait = threading.Event.wait,
    ) -> None:
        """Begin silent.

        Args:
            output: what sounds. It is closed with this siren.
            cadence: milliseconds on and off.
            wait: how time passes between on and off.
        """
        self._output = output
        self._cadence = cadence
        self._player = Buzzer(output, wait=wait)
        self._on = False

    @property
    def is_on(self) -> bool:
        """Whether it sounds, pauses included."""
        return self._on

    def on(self) -> None:
        """Sound until off(). On already, the cadence goes on as it was."""
        if not self._on:
            self._on = True
            self._player.play(self._cadence, for_ever=True)

    def off(self) -> None:
        """Be silent."""
        self._on = False
        self._player.play(())
        self._output.off()

    def close(self) -> None:
        """Be silent for good, and let the line go."""
        self._on = False
        self._player.close()
        self._output.close()


class Sign(StrEnum):
    """What a lamp may show, told apart from across a yard, and without colours."""

    DARK = "dark"
    STEADY = "steady"
    BREATHING = "breathing"
    """On, with a wink every two seconds: alive. A program that hangs does not wink."""
    SLOW = "slow"
    FAST = "fast"

    @property
    def pattern(self) -> tuple[tuple[int, int], ...]:
        """Pairs of milliseconds on and off."""
        return _PATTERNS[self]


_PATTERNS = {
    Sign.DARK: (),
    Sign.STEADY: ((1000, 0),),
    Sign.BREATHING: ((1900, 100),),
    Sign.SLOW: ((1000, 1000),),
    Sign.FAST: ((120, 120),),
}


class StatusLamp:
    """A lamp that shows one sign at a time. For any thread."""

    def __init__(self, output: Output, *, wait: Wait = threading.Event.wait) -> None:
        """Begin dark.

        Args:
            output: what shines. It is closed with this lamp.
            wait: how time passes between on and off.
        """
        self._output = output
        self._player = Buzzer(output, wait=wait)
        self._sign = Sign.DARK

    @property
    def sign(self) -> Sign:
        """What it shows."""
        return self._sign

    def show(self, sign: Sign) -> None:
        """Show a sign until the next. The same again changes nothing."""
        if sign is not self._sign:
            self._sign = sign
            self._player.play(sign.pattern, for_ever=sign is not Sign.DARK)

    def close(self) -> None:
        """Be dark for good, and let the line go."""
        self._player.close()
        self._output.close()
