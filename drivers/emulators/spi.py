"""A chip select with an emulated chip behind it, for drivers that are handed their bus."""

import errno
from collections.abc import Callable, Sequence
from typing import Final, Protocol

_MESSAGE_S: Final = 20e-6
"""What the kernel and the driver spend on one message, together. Ours, an estimate."""


class SpiChip(Protocol):
    """A chip that answers whole messages."""

    def transfer(self, sent: bytes) -> bytes:
        """Return what MISO says during a message, byte for byte."""
        ...


class EmulatedSpi:
    """One opened chip select, with the methods that the spidev package has."""

    def __init__(
        self, chip: SpiChip, spend: Callable[[float], object] | None = None, hz: int = 1_000_000
    ) -> None:
        """Open it.

        Args:
            chip: what hangs on it.
            spend: lets so many seconds pass; None where a real clock does.
            hz: bits a second.
        """
        self._chip = chip
        self._spend = spend
        self._hz = hz
        self.removed = False
        """The device is gone, as after `rmmod`: messages fail."""

    def xfer2(self, values: Sequence[int]) -> list[int]:
        """Send bytes, and return what came back meanwhile, byte for byte."""
        if self.removed:
            raise OSError(errno.ENODEV, "No such device")
        if self._spend is not None:
            self._spend(8 * len(values) / self._hz + _MESSAGE_S)
        return list(self._chip.transfer(bytes(values)))

    def close(self) -> None:
        """Let it go."""
