"""One MFRC522: opened, checked, and asked to carry one frame to a card and the answer back.

After NXP's data sheet (MFRC522, rev. 3.9; its chapters in brackets). Every wait has an end. What a
frame means is not known here.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import Enum
from typing import Final

from drivers.mfrc522_reader.chip_facts import CHIPS, GAINS, SELF_TEST_BYTES
from drivers.mfrc522_reader.library import Bus, library_on
from drivers.parts.hot_plug import DeviceGone
from drivers.parts.supervision import DeviceFault
from drivers.protocols.card_reasons import TWO_CARDS
from drivers.protocols.reasons import BAD_CHECKSUM, HALF_SCAN

FRAME_MAX: Final = 64
"""Bytes of the FIFO, and so of the longest frame either way."""

PATIENCE_MAX_S: Final = 1.0
"""The longest wait for a card. Ours: nobody holds a badge still for longer; the timer has 1.6 s."""

_TICK_S: Final = (2 * 169 + 1) / 13.56e6  # 25 us: TPrescalerReg below (9.3.3.10)
_TIMER_AUTO: Final = 0x80
_PRESCALER: Final = 169
_FIELD_REST_S: Final = 0.006  # a card forgets after 5.1 ms, and wakes in 5 (ISO/IEC 14443-3, 5)
_MARGIN_S: Final = 0.02  # beyond the chip's own timer; ours
_LOOK_MIN_S: Final = 0.0002
_LOOK_MAX_S: Final = 0.005
_RESET_LOOKS: Final = 20  # times 5 ms; the oscillator needs 40 us, a bad crystal more (8.8.2)
_SELF_TEST_LOOKS: Final = 50

_RECEIVED, _TIMED_OUT = 0x20, 0x01  # ComIrqReg
_COLLIDED, _DAMAGED = 0x08, 0x13  # ErrorReg: overflow, parity and protocol are damage
_POWERED_DOWN: Final = 0x10  # CommandReg, while the oscillator starts
_BOTH_DRIVERS: Final = 0x03  # TxControlReg: the antenna is on
_START_SEND: Final = 0x80
_SEVEN_BITS: Final = 7
_FLUSH: Final = 0x80
_ALL: Final = 0x7F
_MEM: Final = 0x01  # a command that the package does not name
_SELF_TEST: Final = 0x09
_BUFFER: Final = bytes(25)
_NOTHING_THERE: Final = (0x00, 0xFF)
"""What an input reads that no chip drives."""

Wait = Callable[[float], object]
"""Waits so many seconds, or less if the thread shall stop."""


class Trouble(Enum):
    """Why there is no answer; the value is the reason of a rejection."""

    SILENCE = "no_card"
    LEFT = HALF_SCAN
    """The card answered before, and does not any more."""
    COLLISION = TWO_CARDS
    DAMAGED = BAD_CHECKSUM


class Chip:
    """The chip at one chip select. One thread at a time."""

    def __init__(self, bus: Bus, where: str, wait: Wait) -> None:
        """Touch nothing yet.

        Args:
            bus: carries SPI messages to it.
            where: its name in sentences, the path of its device.
            wait: as `threading.Event.wait`.

        Raises:
            DeviceFault: the mfrc522 package is missing.
        """
        self._bus = bus
        self._where = where
        self._wait = wait
        self._library = library_on(bus)
        self._ticks = 0
        self._version = 0
        self._gain = 0

    # ---- the chip itself
    def open(self, *, gain_db: int, strict: bool = True) -> str:
        """Check the chip, set it up, switch the field on, and return its name.

        Args:
            gain_db: what the receiver adds, one of `GAINS`.
            strict: refuse a chip that we do not know, or whose self-test is not its maker's.

        Raises:
            DeviceGone: no chip answers.
            DeviceFault: what answers is no MFRC522 that can be relied on.
        """
        name = self._identified()
        known = self._version in CHIPS
        self._reset()
        passed = self._self_test()
        if strict and not known:
            raise DeviceFault(
                f"the chip at {self._where} is none that we know (version {self._version:02X}):"
                " counterfeits miss cards; replace it, or allow it in the configuration"
            )
        if strict and not passed:
            raise DeviceFault(
                f"the chip at {self._where} ({name}) fails its self-test: switch its supply"
                " off and on; if it fails again, it is broken or a counterfeit; replace it"
            )
        self._reset()
        self._gain = GAINS[gain_db] << 4
        self._set_up()
        return f"{name}, self-test {'passed' if passed else 'failed' if known else 'not known'}"

    def check(self) -> None:
        """Find out whether it is still the chip that was set up; one SPI message.

        Raises:
            DeviceGone: no chip answers.
            DeviceFault: it was reset behind our back.
        """
        library = self._library
        version, prescaler, gain, drivers = self._registers(
            library.VersionReg, library.TPrescalerReg, library.RFCfgReg, library.TxControlReg
        )
        self._answers(version)
        as_set = (version, prescaler, gain) == (self._version, _PRESCALER, self._gain)
        if not as_set or drivers & _BOTH_DRIVERS != _BOTH_DRIVERS:
            raise DeviceFault(
                f"the chip at {self._where} lost its settings: its 3.3 V dipped, or its reset line"
                " or SPI wires are disturbed"
            )

    def rest_field(self) -> None:
        """Switch the field off until every card has forgotten everything, and on again."""
        self._library.AntennaOff()
        self._wait(_FIELD_REST_S)
        self._library.AntennaOn()
        self._wait(_FIELD_REST_S)

    def close(self) -> None:
        """Switch the field off, as far as that is possible; the bus is not ours."""
        with suppress(OSError):  # if it is gone, so is its field
            self._library.AntennaOff()

    def _identified(self) -> str:
        (self._version,) = self._registers(self._library.VersionReg)
        self._answers(self._version)
        chip = CHIPS.get(self._version)
        return chip.name if chip else f"unknown chip {self._version:02X}"

    def _answers(self, version: int) -> None:
        if version in _NOTHING_THERE:
            raise DeviceGone(
                f"no chip answers at {self._where}: look at its 3.3 V, ground, MISO and chip select"
            )

    def _reset(self) -> None:
        library = self._library
        library.MFRC522_Reset()
        for _ in range(_RESET_LOOKS):
            if not library.Read_MFRC522(library.CommandReg) & _POWERED_DOWN:
                return
            self._wait(_LOOK_MAX_S)
        raise DeviceFault(f"the chip at {self._where} does not start: its crystal does not swing")

    def _self_test(self) -> bool:
        """Let the chip test itself (16.1.1), and say whether its answer is its maker's."""
        library, write = self._library, self._library.Write_MFRC522
        write(library.FIFOLevelReg, _FLUSH)
        self._bus.xfer2([library.FIFODataReg << 1, *_BUFFER])
        write(library.CommandReg, _MEM)
        write(library.AutoTestReg, _SELF_TEST)
        write(library.FIFODataReg, 0)
        write(library.CommandReg, library.PCD_CALCCRC)
        for _ in range(_SELF_TEST_LOOKS):
            # No interrupt marks its end; a full FIFO does (miguelbalboa/rfid).
            if library.Read_MFRC522(library.FIFOLevelReg) >= SELF_TEST_BYTES:
                break
            self._wait(_LOOK_MAX_S)
        write(library.CommandReg, library.PCD_IDLE)
        answer = self._registers(*[library.FIFODataReg] * SELF_TEST_BYTES)
        write(library.AutoTestReg, 0)
        chip = CHIPS.get(self._version)
        return chip is not None and answer == chip.self_test

    def _set_up(self) -> None:
        library, write = self._library, self._library.Write_MFRC522
        write(library.TModeReg, _TIMER_AUTO)
        write(library.TPrescalerReg, _PRESCALER)
        write(library.TxModeReg, 0)  # 106 kbit/s, CRC by us
        write(library.RxModeReg, 0)
        write(library.ModWidthReg, 0x26)
        write(library.TxAutoReg, 0x40)  # all of the carrier is switched (9.3.2.6, Force100ASK)
        write(library.ModeReg, 0x3D)
        write(library.RFCfgReg, self._gain)
        library.AntennaOn()
        self._wait(_FIELD_REST_S)

    # ---- one frame
    def transceive(
        self, frame: bytes, *, patience_s: float, seven_bits: bool = False
    ) -> bytes | Trouble:
        """Send a frame and return the answer, its CRC still on it.

        Args:
            frame: whole, with its CRC; 64 bytes at most.
            patience_s: how long the card may take to begin its answer.
            seven_bits: of the only byte, seven bits are sent, as wake-ups want.

        Raises:
            DeviceGone: no chip answers any more.
            DeviceFault: it does not end what it began.
        """
        assert 0 < len(frame) <= FRAME_MAX, "a frame fits the FIFO"
        library, write = self._library, self._library.Write_MFRC522
        patience_s = min(patience_s, PATIENCE_MAX_S)
        self._set_timer(patience_s)
        write(library.CommandReg, library.PCD_IDLE)
        write(library.CommIrqReg, _ALL)
        write(library.FIFOLevelReg, _FLUSH)
        self._bus.xfer2([library.FIFODataReg << 1, *frame])
        write(library.CommandReg, library.PCD_TRANSCEIVE)
        write(library.BitFramingReg, _START_SEND | (_SEVEN_BITS if seven_bits else 0))
        received = self._ended(patience_s)
        if not received:
            write(library.CommandReg, library.PCD_IDLE)
            return Trouble.SILENCE
        return self._received()

    def _received(self) -> bytes | Trouble:
        library = self._library
        error, held, control = self._registers(
            library.ErrorReg, library.FIFOLevelReg, library.ControlReg
        )
        if error & _COLLIDED:
            return Trouble.COLLISION
        if error & _DAMAGED or control & 0x07 or not 0 < held <= FRAME_MAX:
            return Trouble.DAMAGED
        return self._registers(*[library.FIFODataReg] * held)

    def _set_timer(self, patience_s: float) -> None:
        library = self._library
        ticks = math.ceil(patience_s / _TICK_S)
        if ticks != self._ticks:
            library.Write_MFRC522(library.TReloadRegH, ticks >> 8)
            library.Write_MFRC522(library.TReloadRegL, ticks & 0xFF)
            self._ticks = ticks

    def _ended(self, patience_s: float) -> bool:
        """Wait for the end of an exchange; say whether it was an answer."""
        library = self._library
        for look_s in _looks(patience_s):
            asked = library.Read_MFRC522(library.CommIrqReg)
            if asked & (_RECEIVED | _TIMED_OUT):
                return bool(asked & _RECEIVED)
            self._wait(look_s)
        self.check()
        raise DeviceFault(f"the chip at {self._where} does not end its command: it hangs")

    def _registers(self, *addresses: int) -> bytes:
        """Read registers in one message; the same one many times empties the FIFO (8.1.2.1)."""
        asked = [address << 1 | 0x80 for address in addresses]
        return bytes(self._bus.xfer2([*asked, 0])[1:])


def _looks(patience_s: float) -> Iterator[float]:
    """Yield pauses, short ones first, that end some time after the chip's timer must have."""
    waited = 0.0
    look_s = _LOOK_MIN_S
    while waited < 2 * patience_s + _MARGIN_S:
        yield look_s
        waited += look_s
        look_s = min(2 * look_s, _LOOK_MAX_S)
