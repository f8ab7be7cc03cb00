"""A reader that says how it stands, and waits longer after each failure before it tries again."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final

from drivers.parts.hot_plug import DeviceGone, HotPlugReader
from drivers.readings import Put

BACK_OFF_S: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each new try, the last one for ever. Ours: a person who puts a plug back waits
for the first ones; a chip that is broken is not asked all day."""


class State(Enum):
    """How a device stands; for a technician, and for nobody's decision."""

    OPENING = "opening"
    READY = "ready"
    FAULT = "fault"
    """It is there, and does not do what it should."""
    GONE = "gone"
    """It is not there, may not be opened, or was stopped."""


class DeviceFault(DeviceGone):
    """The device is there and does not work; the text is a sentence for a technician."""


class SupervisedReader(HotPlugReader):
    """A reader of one device with a state. All of it may be asked from any thread."""

    def __init__(self, device: str, *, back_off_s: Sequence[float] = BACK_OFF_S) -> None:
        """Do nothing yet.

        Args:
            device: the name in Lost and Found.
            back_off_s: seconds before each new try, the last one for ever.
        """
        super().__init__(device, retry_s=back_off_s[0])
        self._back_off_s = back_off_s
        self._failures = 0
        self.state = State.GONE
        self.why = "it was not started"
        """One English sentence on the last failure; empty while the device is ready."""
        self.faults = 0
        """How often the device failed since the program began."""

    def stop(self) -> None:
        """Read no more, and let the device go; return when that is done, within a second."""
        super().stop()
        self.state, self.why = State.GONE, "it was stopped"

    @abstractmethod
    def _serve(self, put: Put, ready: Callable[[], None]) -> None:
        """Open the device, call `ready` once, and read until `self._stopping` is set.

        Raises:
            DeviceFault: it does not work.
            DeviceGone: it is not there, may not be opened, or went away.
        """

    def _proved_itself(self) -> None:
        """Note that the device has worked for a while: the next failure is a first one."""
        self._failures = 0

    def _read(self, put: Put, found: Callable[[], None]) -> None:
        self.state = State.OPENING

        def ready() -> None:
            self.state, self.why = State.READY, ""
            found()

        try:
            self._serve(put, ready)
        except Exception as failed:
            if self._stopping.is_set():
                return  # what breaks while it is let go is nobody's fault
            fault = isinstance(failed, DeviceFault) or not isinstance(failed, DeviceGone)
            self.why = str(failed) or repr(failed)
            self.faults += 1
            self._retry_s = self._back_off_s[min(self._failures, len(self._back_off_s) - 1)]
            self._failures += 1
            self.state = State.FAULT if fault else State.GONE
            raise
