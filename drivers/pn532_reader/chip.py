"""The PN532 at the end of a serial line: wake it, set it up, ask it one thing at a time.

After NXP's user manual UM0701-02. Frames are `drivers.protocols.pn532`'s. Every wait ends. Knows no
card: what a card said wrongly is an answer here.
"""

import time
from collections.abc import Callable
from typing import Final, Protocol

from drivers.parts.hot_plug import DeviceGone
from drivers.parts.supervision import DeviceFault
from drivers.protocols import pn532
from drivers.protocols.frames import Found, Frame, Plain, Rejected

BAUD: Final = 115200
"""The chip's own speed after power-on (6.2.4)."""

ACK_S: Final = 0.1
"""The chip acknowledges within 15 ms (6.2.1.3); a USB adapter adds up to 16 ms each way."""

PATIENCE_S: Final = 0.3
"""Ours, for commands that ask no card: the chip answers them in a few milliseconds."""

TRIES: Final = 3
"""Times that a command, or the plea for its answer, is sent. Ours."""

_WAKE_UP: Final = b"\x55\x55" + bytes(14)
"""The chip sleeps after power-on; 55 wakes it, and it needs 1 ms until it listens (7.2.11)."""
_PREAMBLE: Final = b"\x00"
_ACK: Final = bytes.fromhex("0000ff00ff00")
_NACK: Final = bytes.fromhex("0000ffff0000")
_FROM_HOST: Final = 0xD4

_FIRMWARE: Final = b"\x02"
_NORMAL_MODE: Final = b"\x14\x01"
"""SAMConfiguration: no secure element (7.2.10). Without it the chip asks no card anything."""
_BOUNDED: Final = b"\x32\x05\xff\x01\x01"
"""RFConfiguration, MaxRetries: look for a card twice, and not for ever (7.3.1)."""
_FIELD_OFF: Final = b"\x32\x01\x00"
_PN532: Final = "PN532"


class Port(Protocol):
    """What the chip is behind: `drivers.parts.serial_port`."""

    def received(self) -> bytes:
        """Wait for a byte, and return it with those that came with it, or nothing after a tick."""
        ...

    def send(self, sent: bytes) -> None:
        """Send bytes."""
        ...

    def forget(self) -> bytes:
        """Throw away what was received and not taken; return its first bytes."""
        ...


class Silent(Exception):
    """The chip took the command and did not answer in time; the command was called off."""


class Pn532:
    """The chip behind one port. Its methods raise DeviceGone or DeviceFault when it fails."""

    def __init__(self, port: Port, where: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Ask nothing yet.

        Args:
            port: open, and nobody else's.
            where: its name in sentences.
            clock: seconds that only grow; every wait is measured by it.
        """
        self._port = port
        self._where = where
        self._clock = clock
        self._decoder = pn532.decoder()
        self._found: list[Found] = []
        self._noisy = False

    def open(self) -> str:
        """Wake the chip, set it up, and return its name for a technician.

        Raises:
            DeviceGone: nobody answers.
            DeviceFault: it is no PN532, or refuses what every PN532 does.
        """
        self._port.send(_WAKE_UP)
        self.ask(_NORMAL_MODE)
        told = self._asked(_FIRMWARE, PATIENCE_S)
        if told.get("chip") != _PN532:
            raise DeviceFault(f"the chip at {self._where} is no PN532: it says {told.get('data')}")
        self.ask(_BOUNDED)
        self._noisy = False  # what a chip says while it wakes is nobody's noise
        return f"{_PN532}, firmware {told['firmware']}"

    def was_noisy(self) -> bool:
        """Say whether bytes came that were no frame, since this was asked last or it was opened.

        A whole frame that comes too late, or that nobody asked for, is none of them.
        """
        noisy, self._noisy = self._noisy, False
        return noisy

    def field_off(self) -> None:
        """Switch the field off: every card forgets, and the next look finds all of them."""
        self.ask(_FIELD_OFF)

    def ask(self, command: bytes, patience_s: float = PATIENCE_S) -> bytes:
        """Send a command, and return what the chip answers behind the command's code.

        Args:
            command: its code and parameters.
            patience_s: how long the answer may take.

        Raises:
            Silent: it did not answer in time.
        """
        return bytes.fromhex(str(self._asked(command, patience_s)["data"]))[1:]

    def _asked(self, command: bytes, patience_s: float) -> dict[str, Plain]:
        self._judged(self._decoder.feed(self._port.forget()) + self._decoder.pause())
        self._decoder, self._found = pn532.decoder(), []
        self._acknowledged(_framed(bytes([_FROM_HOST]) + command))
        pleas = 0
        until = self._clock() + patience_s
        while (found := self._next(until)) is not None:
            if isinstance(found, Rejected):
                if self._found:
                    continue  # it was noise: something whole came behind it
                pleas += 1
                if pleas == TRIES:
                    raise DeviceFault(f"what the chip at {self._where} says arrives damaged")
                self._port.send(_NACK)  # say that again
            elif found.decoded["frame"] == "application error":
                raise DeviceFault(f"the chip at {self._where} refuses command {command[0]:02X}")
            elif _answers(found, command[0]):
                return dict(found.decoded)
        self._port.send(_ACK)  # calls the command off (6.2.1.3)
        raise Silent

    def _acknowledged(self, frame: bytes) -> None:
        for _ in range(TRIES):
            self._port.send(frame)
            until = self._clock() + ACK_S
            while (found := self._next(until)) is not None:
                if isinstance(found, Frame) and found.decoded["frame"] == "ACK":
                    return
                if isinstance(found, Frame) and found.decoded["frame"] == "NACK":
                    break
        raise DeviceGone(f"no chip answers at {self._where}: look at its supply and both wires")

    def _next(self, until: float) -> Found | None:
        """Return what comes next, or None when it is too late."""
        while not self._found:
            if self._clock() >= until:
                return None
            received = self._port.received()
            # A frame has no gaps: a tick of silence ends a half one.
            self._found += self._judged(
                self._decoder.feed(received) if received else self._decoder.pause()
            )
        return self._found.pop(0)

    def _judged(self, found: list[Found]) -> list[Found]:
        """Take note of what was no frame."""
        self._noisy = self._noisy or any(isinstance(each, Rejected) for each in found)
        return found


def _answers(found: Frame, code: int) -> bool:
    """Say whether a frame answers this command, and not an earlier one that was called off."""
    said = str(found.decoded.get("data", ""))
    return found.decoded["frame"] == "response" and said.startswith(f"{code + 1:02x}")


def _framed(contents: bytes) -> bytes:
    """Return a normal frame (6.2.1.1); no command of ours is longer than it may be."""
    length = len(contents)
    assert length <= 0xFF, "a normal frame holds 255 bytes"  # noqa: PLR2004 - its one length byte
    head = _PREAMBLE + b"\x00\xff" + bytes([length, -length & 0xFF])
    return head + contents + bytes([-sum(contents) & 0xFF, 0])
