"""One command to a UHF module, and its answers: bounded in time, and by its maker's frames.

Knows no language.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from drivers.parts.hot_plug import DeviceGone
from drivers.parts.repeats import Clock
from drivers.parts.serial_port import SerialPort
from drivers.parts.supervision import DeviceFault
from drivers.protocols.frames import Found, Frame, MakeDecoder, Plain, Rejected

TRIES: Final = 3
"""Times that a question is asked. Ours."""

Words = Mapping[str, Plain]
"""What a frame says, by the names of `drivers.protocols`."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that answered an inventory."""

    epc: str
    antenna: int
    signal: int | None


class Language(Protocol):
    """How the modules of one maker are set up and asked."""

    def open(self) -> str:
        """Set region and power, read both back, and return the module's name.

        Raises:
            DeviceGone: nobody answers.
            DeviceFault: it refuses, or says that it is set otherwise.
        """
        ...

    def check(self) -> None:
        """Read region and power back: a module that was reset is set as its factory liked.

        Raises:
            DeviceGone: nobody answers.
            DeviceFault: it is set otherwise.
        """
        ...

    def inventory(self, antenna: int) -> list[Tag]:
        """Ask once what tags are there.

        Raises:
            DeviceGone: nobody answers.
            DeviceFault: it can not look.
        """
        ...

    def was_noisy(self) -> bool:
        """Say whether bytes came that were no frame; see `Exchange`."""
        ...


class Exchange:
    """Asks through one port."""

    def __init__(
        self,
        port: SerialPort,
        where: str,
        make_decoder: MakeDecoder,
        clock: Clock = time.monotonic,
    ) -> None:
        """Ask nothing yet.

        Args:
            port: open, and nobody else's.
            where: its name in sentences.
            make_decoder: makes a decoder of the maker's frames.
            clock: seconds that only grow; every wait is measured by it.
        """
        self._port = port
        self.where = where
        self._make_decoder = make_decoder
        self._decoder = make_decoder()
        self._clock = clock
        self._noisy = False

    def was_noisy(self) -> bool:
        """Say whether bytes came that were no frame, since this was asked last.

        A whole frame that comes too late, or that nobody asked for, is none of them.
        """
        noisy, self._noisy = self._noisy, False
        return noisy

    def ask(self, question: bytes, answers: Callable[[Words], bool], patience_s: float) -> Words:
        """Ask until the right answer comes; others are passed over.

        Raises:
            DeviceGone: it did not come.
        """
        for _ in range(TRIES):
            for words in self.heard(question, patience_s):
                if answers(words):
                    return words
        raise DeviceGone(
            f"no UHF module answers at {self.where}: look at its supply and both wires"
        )

    def heard(
        self, question: bytes, patience_s: float, quiet_s: float | None = None
    ) -> Iterator[Words]:
        """Ask once, and return what is said until time is over.

        Args:
            question: a whole frame.
            patience_s: how long to listen, in seconds.
            quiet_s: behind an answer, so long a silence ends it sooner.
        """
        self._judged(self._decoder.feed(self._port.forget()) + self._decoder.pause())
        self._port.send(question)
        self._decoder = decoder = self._make_decoder()
        now = self._clock()
        until = now + patience_s
        while now < until:
            received = self._port.received()
            found = decoder.feed(received) if received else decoder.pause()
            for words in _frames(self._judged(found)):
                if quiet_s is not None:
                    until = min(until, self._clock() + quiet_s)
                yield words
            now = self._clock()

    def _judged(self, found: list[Found]) -> list[Found]:
        """Take note of what was no frame."""
        self._noisy = self._noisy or any(isinstance(each, Rejected) for each in found)
        return found

    def faulty(self, what: str) -> DeviceFault:
        """Return the fault that this module is in."""
        return DeviceFault(f"the UHF module at {self.where} {what}")


def _frames(found: list[Found]) -> Iterator[Words]:
    return (each.decoded for each in found if isinstance(each, Frame))
